import type { BackupJobDetail, BackupVerdictView } from '@watchcase/api';
import { Icon } from '../../parts/icon.tsx';
import { Moment } from '../../parts/moment.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { texts } from '../../texts/index.ts';
import { byBreach, verdictText } from '../../words/verdict-text.ts';

/** What is promised of the job, and what was found: what is broken in full, what is kept folded. */
export function JobPromises({ it: { verdicts } }: { it: BackupJobDetail }) {
  const { backupJob } = texts.value;
  if (verdicts.length === 0) return null;
  const sorted = verdicts.toSorted(byBreach);
  const open = sorted.filter(({ isBroken, isKnown }) => isBroken || !isKnown);
  const kept = sorted.filter((one) => !open.includes(one));
  return (
    <section>
      <h2>{backupJob.promises}</h2>
      {open.length === 0 ? null : <PromiseTable verdicts={open} />}
      {kept.length === 0 ? null : (
        <details class="kept">
          <summary>
            {open.length === 0 ? (
              <span class="good-line">
                <Icon name="check" size={18} />
                {backupJob.allKept(kept.length)}
              </span>
            ) : (
              backupJob.keptOnes(kept.length)
            )}
          </summary>
          <PromiseTable verdicts={kept} />
        </details>
      )}
    </section>
  );
}

function PromiseTable({ verdicts }: { verdicts: readonly BackupVerdictView[] }) {
  const { backupJob } = texts.value;
  return (
    <div class="card table-card">
      <table class="folding promises">
        <thead>
          <tr>
            <th scope="col">{backupJob.promise}</th>
            <th scope="col">{backupJob.promised}</th>
            <th scope="col">{backupJob.found}</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map((verdict) => (
            <PromiseRow key={`${verdict.check} ${verdict.about}`} verdict={verdict} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PromiseRow({ verdict }: { verdict: BackupVerdictView }) {
  const { backupJob, backupChecks, backups, shell } = texts.value;
  const { name, promised, found } = verdictText(verdict, {
    checks: backupChecks.checks,
    kept: backupChecks.kept,
    unknown: backupChecks.unknown,
    places: backups.place,
    units: shell.unit,
    periods: backupChecks.periods,
  });
  const { isBroken, severity, since } = verdict;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-name={backupJob.promised}>{promised}</td>
      <td data-name={backupJob.found}>
        {isBroken && severity !== null ? <SeverityBadge severity={severity} /> : null}{' '}
        <span class={isBroken ? 'result failed' : verdict.isKnown ? 'result ok' : 'soft'}>{found}</span>
        {isBroken && severity === null ? <span class="mark">{backupChecks.untold}</span> : null}
        {since === null || !isBroken ? null : (
          <span class="soft">
            {' '}
            {backupChecks.since} <Moment at={since} />
          </span>
        )}
      </td>
    </tr>
  );
}
