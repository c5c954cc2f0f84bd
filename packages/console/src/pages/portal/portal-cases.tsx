import { readCases } from '../../api/client.ts';
import { connection } from '../../api/live.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { query } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { CaseRow } from '../cases/case-row.tsx';
import { ViewChoices, viewOf } from '../cases/view-choices.tsx';

/** A customer's own cases. */
export function PortalCasesPage() {
  const view = viewOf();
  const text = query.value.get('text') ?? '';
  const list = useList(
    `portal ${view} ${text}`,
    (paging, signal) => readCases({ view, text, ...paging }, signal),
    { touchedBy: (change) => change.cases.length > 0, everyMs: 60_000 },
  );
  const items = list.data.value?.items;
  const { cases, portal } = texts.value;
  return (
    <div class="page">
      <div class="page-top">
        <Title text={portal.title} />
        <div class="filters">
          <ViewChoices />
          <SearchField name="text" label={portal.search} />
        </div>
        <Link to="/cases/new" class="button primary">
          <Icon name="add" size={18} />
          {portal.report}
        </Link>
      </div>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={4} height={88} />
        ) : null
      ) : items.length === 0 ? (
        <Empty icon="check" title={view === 'unresolved' && text === '' ? portal.noneTitle : cases.noneMatch}>
          <p>{view === 'unresolved' && text === '' ? portal.noneText : portal.noneMatchText}</p>
        </Empty>
      ) : (
        <ul class={`case-list ${connection.value.state === 'lost' ? 'stale' : ''}`}>
          {items.map((it) => (
            <CaseRow key={it.id} it={it} />
          ))}
        </ul>
      )}
      <MoreButton list={list} />
    </div>
  );
}
