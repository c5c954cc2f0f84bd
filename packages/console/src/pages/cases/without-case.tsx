import type { Alert } from '@watchcase/api';
import { readAlertsWithoutCase } from '../../api/client.ts';
import { Link } from '../../parts/link.tsx';
import { Ago } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { useList } from '../../state/list.ts';
import { texts } from '../../texts/index.ts';

/** What fires though a person ended its case: nobody is paged for it. Nothing is shown where there is none. */
export function WithoutCase() {
  const list = useList('without case', readAlertsWithoutCase, {
    touchedBy: (change) => change.cases.length > 0,
    everyMs: 60_000,
  });
  const items = list.data.value?.items ?? [];
  const { cases } = texts.value;
  if (list.fault.value !== undefined) return <FaultNote fault={list.fault.value} retry={list.refresh} />;
  if (items.length === 0) return null;
  return (
    <section class="card without-case">
      <h2>{cases.withoutCase}</h2>
      <p class="soft">{cases.withoutCaseText}</p>
      <ul class="alert-list">
        {items.map((alert) => (
          <Row key={alert.id} alert={alert} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

function Row({ alert }: { alert: Alert }) {
  const { cases } = texts.value;
  return (
    <li>
      <div class="marks">
        <SeverityBadge severity={alert.severity} />
        {alert.caseId === null ? null : <Link to={`/cases/${alert.caseId}`}>{`C-${alert.caseId}`}</Link>}
      </div>
      <p>{alert.titles[language.value]}</p>
      <p class="at">
        {cases.since} <Ago at={alert.activeSince} />
      </p>
    </li>
  );
}
