import { type BackupCompliance, parsePeriod, type Period } from '@watchcase/api';
import { complianceTableAddress, readBackupCompliance } from '../../api/backups.ts';
import { Link } from '../../parts/link.tsx';
import { PlaceFilters } from '../../parts/place-filters.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { PeriodBar } from '../figures/period-bar.tsx';
import { useFigureQuery } from '../figures/use-figure-query.ts';
import { KeptHeads, KeptRow } from './kept-cells.tsx';

/** What was kept of what contracts promise of backups, in a period. */
export function ComplianceView() {
  const { backupCare } = texts.value;
  const { period, parameters } = useFigureQuery();
  const asked = { period: period.name, customer: parameters['customer'] ?? '' };
  const found = useResource(
    `backup compliance ${JSON.stringify(asked)}`,
    (signal) => readBackupCompliance(asked, signal),
    { everyMs: 300_000 },
  );
  const answer = found.data.value;
  return (
    <>
      <div class="section-top">
        <PeriodBar period={shownPeriod(answer, period)} />
        <PlaceFilters />
        <a class="button plain" href={complianceTableAddress(asked)} download>
          {texts.value.backups.table}
        </a>
      </div>
      <p class="lead">{backupCare.complianceLead}</p>
      {found.fault.value === undefined ? null : <FaultNote fault={found.fault.value} retry={found.refresh} />}
      {answer === undefined ? (
        found.fault.value === undefined ? (
          <Waiting rows={3} height={120} />
        ) : null
      ) : answer.items.length === 0 ? (
        <Empty icon="backup" title={backupCare.noJobs} />
      ) : (
        answer.items.map((it) => <OfContract key={`${it.customer.id} ${it.contract?.id ?? ''}`} it={it} />)
      )}
    </>
  );
}

/** The one that the answer is about, where it is there already. */
function shownPeriod(answer: BackupCompliance | undefined, asked: Period): Period {
  return (answer === undefined ? undefined : parsePeriod(answer.period.name)) ?? asked;
}

function OfContract({ it }: { it: BackupCompliance['items'][number] }) {
  const { backupCare } = texts.value;
  const { customer, contract, jobs, unjudged, kept, worst } = it;
  return (
    <section class="card compliance">
      <h2>
        {contract === null ? (
          backupCare.noContract
        ) : (
          <Link to={`/directory/contracts/${encodeURIComponent(contract.id)}`}>{contract.name}</Link>
        )}
        <small>
          {customer.name} · {backupCare.jobCount(jobs)}
          {unjudged === 0 ? null : ` · ${backupCare.unjudged(unjudged)}`}
        </small>
      </h2>
      <div class="table-card">
        <table class="folding kept-table">
          <KeptHeads first={texts.value.backups.job} />
          <tbody>
            <KeptRow kept={kept} name={backupCare.together} />
          </tbody>
        </table>
      </div>
      {worst.length === 0 ? null : (
        <details>
          <summary>{backupCare.eachJob}</summary>
          <div class="table-card">
            <table class="folding kept-table">
              <KeptHeads first={texts.value.backups.job} />
              <tbody>
                {worst.map((one) => (
                  <KeptRow key={`${one.host.id} ${one.job}`} kept={one.kept} name={one.job} host={one.host} />
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </section>
  );
}
