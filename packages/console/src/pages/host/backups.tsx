import type { BackupJob } from '@watchcase/api';
import { Ago } from '../../parts/moment.tsx';
import { texts } from '../../texts/index.ts';
import { quantityText } from '../../words/quantity.ts';
import { backupResult } from '../../words/backup-result.ts';

/** The host's backup jobs and how their last runs ended. */
export function Backups({ jobs }: { jobs: readonly BackupJob[] }) {
  const { hosts } = texts.value;
  const word = hosts.backup;
  return (
    <section>
      <h2>{hosts.sections.backups}</h2>
      {jobs.length === 0 ? (
        <p class="soft">{hosts.noBackups}</p>
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
