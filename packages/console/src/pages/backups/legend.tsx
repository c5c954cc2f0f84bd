import { type BackupDay, backupDayStates } from '@watchcase/api';
import { texts } from '../../texts/index.ts';
import { dayClass, daySigns } from '../../words/backup-days.ts';

const plain: BackupDay = {
  day: '',
  state: 'success',
  expected: null,
  came: 1,
  verified: null,
  drilled: null,
};

/** What squares look like, and what that means. */
export function Legend() {
  const { backups } = texts.value;
  const marks: readonly (readonly [BackupDay, string])[] = [
    ...backupDayStates.map((state) => [{ ...plain, state }, backups.day[state]] as const),
    [{ ...plain, verified: 'sound' }, backups.verified.sound],
    [{ ...plain, verified: 'damaged' }, backups.verified.damaged],
    [{ ...plain, drilled: 'passed' }, backups.drilled.passed],
    [{ ...plain, drilled: 'failed' }, backups.drilled.failed],
  ];
  return (
    <ul class="legend" aria-label={backups.legend}>
      {marks.map(([cell, text]) => (
        <li key={text}>
          <span class={dayClass(cell)} aria-hidden="true">
            {daySigns[cell.state]}
          </span>
          {text}
        </li>
      ))}
    </ul>
  );
}
