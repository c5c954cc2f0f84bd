import type { BackupDrill } from '@watchcase/api';
import { Moment } from '../../parts/moment.tsx';
import { texts } from '../../texts/index.ts';
import { quantityText } from '../../words/quantity.ts';
import { spanText } from '../../words/span.ts';

/** Restores that were tried, with what was found in what came back. */
export function JobDrills({ drills }: { drills: readonly BackupDrill[] }) {
  const { backupJob } = texts.value;
  return (
    <section>
      <h2>{backupJob.drills}</h2>
      {drills.length === 0 ? (
        <p class="soft">{backupJob.noDrills}</p>
      ) : (
        <ul class="rows">
          {drills.map((drill) => (
            <Drill key={drill.id} drill={drill} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Drill({ drill }: { drill: BackupDrill }) {
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
      {by === null ? null : <p class="soft">{backupJob.byHand(by)}</p>}
    </li>
  );
}
