import { texts } from '../../texts/index.ts';
import { quantityText } from '../../words/quantity.ts';
import type { WatchedBackup } from '../../words/watched-backups.ts';
import { JobName } from './job-name.tsx';
import { secondsSaid } from '../../words/span.ts';

/** Backups that the agent looks after by itself: how old the newest is, in each place. */
export function WatchedBackups({ hostId, backups }: { hostId: string; backups: readonly WatchedBackup[] }) {
  const word = texts.value.hosts.watched;
  return (
    <div class="card table-card">
      <table class="folding">
        <thead>
          <tr>
            <th scope="col">{word.job}</th>
            <th scope="col">{word.location}</th>
            <th scope="col">{word.age}</th>
            <th scope="col">{word.count}</th>
            <th scope="col">{word.size}</th>
          </tr>
        </thead>
        <tbody>
          {backups.map((backup, index) => (
            <Row key={index} hostId={hostId} backup={backup} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ hostId, backup }: { hostId: string; backup: WatchedBackup }) {
  const word = texts.value.hosts.watched;
  return (
    <tr>
      <th scope="row">
        <JobName hostId={hostId} job={backup.job} />
      </th>
      <td data-name={word.location}>{backup.location ?? '–'}</td>
      <td data-name={word.age}>
        {backup.readable === false ? (
          <>
            <span class="result failed">{word.unreadable}</span>
            {backup.reasons.map((reason) => (
              <p class="reason" key={reason}>
                {reason}
              </p>
            ))}
          </>
        ) : (
          secondsSaid(backup.ageSeconds, texts.value.shell.unit)
        )}
      </td>
      <td data-name={word.count} class="figures">
        {quantityText(backup.count, 'count')}
      </td>
      <td data-name={word.size} class="figures">
        {quantityText(backup.sizeBytes, 'bytes')}
      </td>
    </tr>
  );
}
