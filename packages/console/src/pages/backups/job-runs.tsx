import { useSignal } from '@preact/signals';
import type { BackupRunView } from '@watchcase/api';
import { Moment } from '../../parts/moment.tsx';
import { texts } from '../../texts/index.ts';
import { quantityText } from '../../words/quantity.ts';
import { secondsSaid } from '../../words/span.ts';

/** So many are shown before somebody asks for the rest. */
const FIRST = 10;

/** How its last runs ended, the newest first. */
export function JobRuns({ runs }: { runs: readonly BackupRunView[] }) {
  const { backupJob, shell } = texts.value;
  const all = useSignal(false);
  const shown = all.value ? runs : runs.slice(0, FIRST);
  return (
    <section>
      <h2>{backupJob.runs}</h2>
      {runs.length === 0 ? (
        <p class="soft">{backupJob.noRuns}</p>
      ) : (
        <div class="card table-card">
          <table class="folding">
            <thead>
              <tr>
                <th scope="col">{backupJob.ended}</th>
                <th scope="col">{backupJob.outcome}</th>
                <th scope="col">{backupJob.duration}</th>
                <th scope="col">{backupJob.size}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((run) => (
                <tr key={`${run.endedAt} ${run.startedAt ?? ''}`}>
                  <th scope="row">
                    <Moment at={run.endedAt} />
                  </th>
                  <td data-name={backupJob.outcome}>
                    <span class={`result ${resultClass[run.outcome]}`}>
                      {backupJob.outcomes[run.outcome]}
                    </span>
                  </td>
                  <td data-name={backupJob.duration} class="figures">
                    {secondsSaid(run.durationSeconds, shell.unit)}
                  </td>
                  <td data-name={backupJob.size} class="figures">
                    {quantityText(run.bytes, 'bytes')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < runs.length ? (
        <button type="button" class="plain more" onClick={() => (all.value = true)}>
          {shell.more}
        </button>
      ) : null}
    </section>
  );
}

const resultClass = { success: 'ok', warnings: 'warnings', failed: 'failed', interrupted: 'failed' };
