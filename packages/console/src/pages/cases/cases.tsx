import { type Severity, severities } from '@watchcase/api';
import { readCases, readHosts } from '../../api/client.ts';
import { connection } from '../../api/live.ts';
import { Choices } from '../../parts/choices.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { useResource } from '../../state/use-resource.ts';
import { query, setQuery } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { CaseRow } from './case-row.tsx';
import { WithoutCase } from './without-case.tsx';

/** Cases, the most urgent on top. */
export function CasesPage() {
  const view = query.value.get('view') === 'all' ? 'all' : 'unresolved';
  const severity = severities.find((one) => one === query.value.get('severity')) ?? '';
  const list = useList(
    `${view} ${severity}`,
    (paging, signal) => readCases({ view, severity, ...paging }, signal),
    { touchedBy: (change) => change.cases.length > 0, everyMs: 60_000 },
  );
  const items = list.data.value?.items;
  const { cases } = texts.value;
  return (
    <div class="page">
      <div class="page-top">
        <Title text={cases.title} />
        <Filters view={view} severity={severity} />
      </div>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={4} height={88} />
        ) : null
      ) : items.length === 0 ? (
        <NoCases filtered={view === 'all' || severity !== ''} />
      ) : (
        <ul class={`case-list ${connection.value.state === 'lost' ? 'stale' : ''}`}>
          {items.map((it) => (
            <CaseRow key={it.id} it={it} />
          ))}
        </ul>
      )}
      <MoreButton list={list} />
      {view === 'unresolved' ? <WithoutCase /> : null}
    </div>
  );
}

function Filters({ view, severity }: { view: 'unresolved' | 'all'; severity: Severity | '' }) {
  const { cases } = texts.value;
  return (
    <div class="filters">
      <Choices
        label={cases.view}
        value={view}
        options={[
          { value: 'unresolved', text: cases.unresolved },
          { value: 'all', text: cases.all },
        ]}
        choose={(value) => setQuery('view', value === 'all' ? value : '')}
      />
      <select
        aria-label={cases.severityFilter}
        value={severity}
        onChange={(event) => setQuery('severity', event.currentTarget.value)}
      >
        <option value="">{cases.anySeverity}</option>
        {severities.toReversed().map((one) => (
          <option key={one} value={one}>
            {cases.severity[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

function NoCases({ filtered }: { filtered: boolean }) {
  const { cases, shell } = texts.value;
  const hosts = useResource('any host', (signal) => readHosts({ limit: 1 }, signal));
  if (filtered) {
    return (
      <Empty icon="search" title={cases.noneMatch}>
        <p>{cases.noneMatchText}</p>
      </Empty>
    );
  }
  const none = hosts.data.value?.items.length === 0;
  return (
    <Empty icon="check" title={cases.noneTitle}>
      <p>{none ? cases.noHosts : cases.noneText}</p>
      {none ? (
        <Link to="/hosts/new" class="button primary">
          {shell.addHost}
        </Link>
      ) : null}
    </Empty>
  );
}
