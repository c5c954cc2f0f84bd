import type { BackupJobDetail } from '@watchcase/api';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { dayClass, daySigns } from '../../words/backup-days.ts';
import { columnDay } from '../../words/column-day.ts';
import { Legend } from './legend.tsx';
import { squareText } from './square-text.ts';

/** What each day was, the newest last. */
export function JobDays({ it: { cells } }: { it: BackupJobDetail }) {
  const { backups, backupJob } = texts.value;
  if (cells.length === 0) return null;
  return (
    <section>
      <h2>
        {backupJob.dayByDay} <small>{backups.days(cells.length)}</small>
      </h2>
      <div class="card">
        <ol class="squares job-days">
          {cells.map((cell) => {
            const text = squareText(cell, columnDay(cell.day, language.value).name);
            return (
              <li key={cell.day} title={text}>
                <span class={dayClass(cell)} aria-hidden="true">
                  {daySigns[cell.state]}
                </span>
                <span class="unseen">{text}</span>
              </li>
            );
          })}
        </ol>
        <Legend />
      </div>
    </section>
  );
}
