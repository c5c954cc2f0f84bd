import type { BackupDrill, BackupJobDetail } from '@watchcase/api';
import { evidenceAddress } from '../../api/backups.ts';
import { Moment } from '../../parts/moment.tsx';
import { texts } from '../../texts/index.ts';
import { bytesText, quantityText } from '../../words/quantity.ts';
import { spanText } from '../../words/span.ts';

/** Restores that were tried, with what was found in what came back. */
export function JobDrills({ it }: { it: Pick<BackupJobDetail, 'host' | 'job' | 'drills'> }) {
  const { backupJob } = texts.value;
  const { drills } = it;
  return (
    <section>
      <h2>{backupJob.drills}</h2>
      {drills.length === 0 ? (
        <p class="soft">{backupJob.noDrills}</p>
      ) : (
        <ul class="rows">
          {drills.map((drill) => (
            <Drill key={drill.id} drill={drill} place={{ hostId: it.host.id, job: it.job }} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Drill({ drill, place }: { drill: BackupDrill; place: { hostId: string; job: string } }) {
  const { backupJob, shell } = texts.value;
  const { outcome, restoredBytes, snapshotAt, note, by } = drill;
  return (
    <li class="card drill">
      <p>
        <span class={`result ${outcome === 'passed' ? 'ok' : 'failed'}`}>{backupJob[outcome]}</span>{' '}
        <Moment at={drill.endedAt} /> ·{' '}
        <span class="soft">
          {[
            spanText(drill.durationSeconds * 1000, shell.unit),
            ...(drill.tool === '' ? [] : [drill.tool]),
            ...(restoredBytes === null ? [] : [backupJob.restored(quantityText(restoredBytes, 'bytes'))]),
          ].join(' · ')}
          {snapshotAt === null ? null : (
            <>
              {' · '}
              {backupJob.ofCopy} <Moment at={snapshotAt} />
            </>
          )}
        </span>
      </p>
      {drill.checks.length === 0 ? null : (
        <table class="folding checks">
          <caption class="unseen">{backupJob.evidence}</caption>
          <tbody>
            {drill.checks.map((check) => (
              <tr key={check.name}>
                <th scope="row">{check.name}</th>
                <td>
                  <span class={`result ${check.passed ? 'ok' : 'failed'}`}>
                    {check.passed ? backupJob.checkPassed : backupJob.checkFailed}
                  </span>
                </td>
                <td>{check.found}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {note === '' ? null : <blockquote>{note}</blockquote>}
      {drill.files.length === 0 ? null : (
        <ul class="evidence" aria-label={backupJob.files}>
          {drill.files.map(({ id, name, sizeBytes, visibility }) => (
            <li key={id}>
              <a href={evidenceAddress(place, drill.id, id)} download={name}>
                {name}
              </a>{' '}
              <span class="soft">
                {[
                  bytesText(sizeBytes),
                  ...(visibility === 'customer' ? [backupJob.seenByCustomer] : []),
                ].join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {by === null ? null : <p class="soft">{backupJob.byHand(by)}</p>}
    </li>
  );
}
