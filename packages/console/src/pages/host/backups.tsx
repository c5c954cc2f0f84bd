import type { BackupJob, HostDetail } from '@watchcase/api';
import { Ago } from '../../parts/moment.tsx';
import { mayDo } from '../../state/session.ts';
import { texts } from '../../texts/index.ts';
import { quantityText } from '../../words/quantity.ts';
import { backupResult } from '../../words/backup-result.ts';
import { watchedBackups } from '../../words/watched-backups.ts';
import { JobName } from './job-name.tsx';
import { RetireBackup } from './retire-backup.tsx';
import { WatchedBackups } from './watched-backups.tsx';
import { secondsSaid } from '../../words/span.ts';

/** The host's backups: those it looks after by itself, and jobs with how their last runs ended. */
export function Backups({ host, changed }: { host: HostDetail; changed: () => void }) {
  const { backups: jobs } = host;
  const { hosts } = texts.value;
  const word = hosts.backup;
  const watched = watchedBackups(host.series, host.unread);
  return (
    <section>
      <h2>{hosts.sections.backups}</h2>
      {watched.length === 0 ? null : <WatchedBackups hostId={host.id} backups={watched} />}
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
                <td />
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <Job key={job.job} job={job} hostId={host.id} changed={changed} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The last result, and before it what goes on: a run that hangs under a newer one is the oldest. */
function Result({ job }: { job: BackupJob }) {
  const { backup: word } = texts.value.hosts;
  const result = backupResult(job);
  const code = job.exitCode === null || job.exitCode === 0 ? '' : ` (${job.exitCode})`;
  const ended = job.ok === null ? word.unknown : job.ok ? word.ok : word.failed(code);
  const kind = job.ok === null ? 'unknown' : job.ok ? 'ok' : 'failed';
  const began = job.runningSince ?? job.cutOffAt;
  return (
    <>
      {began === null ? null : (
        <>
          <span class={`result ${result}`}>
            {result === 'running' ? word.running(job.runs) : word.cutOff}
          </span>{' '}
          <Ago at={began} />
          {job.lastEnd === null ? null : <span class="soft"> {word.before} </span>}
        </>
      )}
      {began !== null && job.lastEnd === null ? null : <span class={`result ${kind}`}>{ended}</span>}{' '}
      {job.lastEnd === null ? null : <Ago at={job.lastEnd} />}
    </>
  );
}

function Job({ job, hostId, changed }: { job: BackupJob; hostId: string; changed: () => void }) {
  const { backup: word } = texts.value.hosts;
  return (
    <tr>
      <th scope="row">
        <JobName hostId={hostId} job={job.job} />
      </th>
      <td data-name={word.result}>
        <Result job={job} />
        {job.output === '' ? null : (
          <details>
            <summary>{word.output}</summary>
            <pre>{job.output}</pre>
          </details>
        )}
      </td>
      <td data-name={word.success}>{job.lastSuccess === null ? word.never : <Ago at={job.lastSuccess} />}</td>
      <td data-name={word.duration} class="figures">
        {secondsSaid(job.durationSeconds, texts.value.shell.unit)}
      </td>
      <td data-name={word.size} class="figures">
        {quantityText(job.sizeBytes, 'bytes')}
      </td>
      <td>
        {mayDo('hosts.change') ? <RetireBackup hostId={hostId} job={job.job} changed={changed} /> : null}
      </td>
    </tr>
  );
}
