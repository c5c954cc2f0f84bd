import type { BackupDay } from '@watchcase/api';
import { texts } from '../../texts/index.ts';
import { squareLine } from '../../words/backup-days.ts';

/** All that a square shows, in the reader's words; `day` is its day in them. */
export function squareText(cell: BackupDay, day: string): string {
  const { backups } = texts.value;
  return squareLine(cell, day, {
    day: backups.day,
    verified: backups.verified,
    drilled: backups.drilled,
    cameOf: backups.cameOf,
  });
}
