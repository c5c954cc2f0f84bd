import type { BackupDay } from '@watchcase/api';
import { texts } from '../../texts/index.ts';
import { dayText } from '../../words/backup-days.ts';

/** All that a square shows, in the reader's words; `day` is its day in them. */
export function squareText(cell: BackupDay, day: string): string {
  const { backups } = texts.value;
  return dayText(cell, day, {
    day: backups.day,
    verified: backups.verified,
    drilled: backups.drilled,
    cameOf: backups.cameOf,
  });
}
