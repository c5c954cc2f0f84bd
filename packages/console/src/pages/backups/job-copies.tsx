import type { BackupCopiesView, BackupJobDetail } from '@watchcase/api';
import { Ago, DatedMoment } from '../../parts/moment.tsx';
import { serverNow } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { quantityText } from '../../words/quantity.ts';

/** An agent tells of each place once a day. */
const LOOKED_AT_MS = 2 * 86_400_000;

/** What there is at each place, as its tool says. */
export function JobCopies({ it: { copies } }: { it: BackupJobDetail }) {
  const { backupJob } = texts.value;
  return (
    <section>
      <h2>{backupJob.copies}</h2>
      {copies.length === 0 ? (
        <p class="soft">{backupJob.noCopies}</p>
      ) : (
        <div class="card table-card">
          <table class="folding">
            <thead>
              <tr>
                <th scope="col">{backupJob.location}</th>
                <th scope="col">{backupJob.newest}</th>
                <th scope="col">{backupJob.oldest}</th>
                <th scope="col">{backupJob.count}</th>
                <th scope="col">{backupJob.size}</th>
                <th scope="col">{backupJob.verified}</th>
              </tr>
            </thead>
            <tbody>
              {copies.map((place) => (
                <Place key={place.location} place={place} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Place({ place }: { place: BackupCopiesView }) {
  const { backupJob, backups } = texts.value;
  const { newestAt, newestComplete, newestExpiresAt, oldestAt, verifiedAt } = place;
  return (
    <tr>
      <th scope="row">
        <span class="location">{place.location}</span>
        <span class="soft place">
          {backups.place[place.kind]} · {place.tool}
        </span>
        {serverNow() - Date.parse(place.askedAt) < LOOKED_AT_MS ? null : (
          <span class="caution-text place">
            {backupJob.lookedAt} <Ago at={place.askedAt} />
          </span>
        )}
      </th>
      <td data-name={backupJob.newest}>
        {newestAt === null ? <span class="result failed">–</span> : <Ago at={newestAt} />}{' '}
        {newestComplete === 'no' ? <span class="result failed">{backupJob.partial}</span> : null}
        {newestComplete === 'warnings' ? <span class="caution-text">{backups.day.warnings}</span> : null}
        {newestExpiresAt === null ? null : <Expiry at={newestExpiresAt} />}
      </td>
      <td data-name={backupJob.oldest}>{oldestAt === null ? '–' : <Ago at={oldestAt} />}</td>
      <td data-name={backupJob.count} class="figures">
        {quantityText(place.count, 'count')}
      </td>
      <td data-name={backupJob.size} class="figures">
        {quantityText(place.bytes, 'bytes')}
      </td>
      <td data-name={backupJob.verified}>
        {place.isSound ? null : <span class="result failed">{backupJob.damaged} </span>}
        {verifiedAt === null ? backupJob.never : <Ago at={verifiedAt} />}
        {place.verification === null || place.verification === '' ? null : (
          <span class="soft place">{place.verification}</span>
        )}
      </td>
    </tr>
  );
}

/** From when on its tool may take the newest away. */
function Expiry({ at }: { at: string }) {
  const { backupJob } = texts.value;
  return Date.parse(at) > serverNow() ? (
    <span class="soft place">
      {backupJob.expires} <DatedMoment at={at} />
    </span>
  ) : (
    <span class="caution-text place">
      {backupJob.expired} <Ago at={at} />
    </span>
  );
}
