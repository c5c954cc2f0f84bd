import type { BackupJob, LatestSeries } from '@watchcase/api';
import { Ago } from '../../parts/moment.tsx';
import { texts } from '../../texts/index.ts';
import { quantityText } from '../../words/quantity.ts';
import { backupResult } from '../../words/backup-result.ts';
import { watchedBackups } from '../../words/watched-backups.ts';
import { WatchedBackups } from './watched-backups.tsx';

/** The host's backups: those it looks after by itself, and jobs with how their last runs ended. */
export function Backups({ jobs, series }: { jobs: readonly BackupJob[]; series: readonly LatestSeries[] }) {
  const { hosts } = texts.value;
  const word = hosts.backup;
  const watched = watchedBackups(series);
  return (
    <section>
      <h2>{hosts.sections.backups}</h2>
      {watched.length === 0 ? null : <WatchedBackups backups={watched} />}
      {jobs.length === 0 ? (
        watched.length > 0 ? null : (
          <p class="soft">{hosts.noBackups}</p>
        )
      ) : (
        <div class="card table-card">
          <table class="folding">
            <thead>
              <tr>
                <th scope="col">{word.job}</th>
                <th scope="col">{word.result}</th>
                <th scope="col">{word.success}</th>
                <th scope="col">{word.duration}</th>
                <th scope="col">{word.size}</th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <Job key={job.job} job={job} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Job({ job }: { job: BackupJob }) {
  const { backup: word } = texts.value.hosts;
  const result = backupResult(job);
  const code = job.exitCode === null || job.exitCode === 0 ? '' : ` (${job.exitCode})`;
  return (
    <tr>
      <th scope="row">{job.job}</th>
      <td data-name={word.result}>
        <span class={`result ${result}`}>{result === 'failed' ? word.failed(code) : word[result]}</span>{' '}
        {job.lastEnd === null ? null : <Ago at={job.lastEnd} />}
        {job.output === '' ? null : (
          <details>
            <summary>{word.output}</summary>
            <pre>{job.output}</pre>
          </details>
        )}
      </td>
      <td data-name={word.success}>{job.lastSuccess === null ? word.never : <Ago at={job.lastSuccess} />}</td>
      <td data-name={word.duration} class="figures">
        {quantityText(job.durationSeconds, 'seconds')}
      </td>
      <td data-name={word.size} class="figures">
        {quantityText(job.sizeBytes, 'bytes')}
      </td>
    </tr>
  );
}
