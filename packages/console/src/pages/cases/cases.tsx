import { useSignal } from '@preact/signals';
import type { Case } from '@watchcase/api';
import { useEffect } from 'preact/hooks';
import { actOnCases, readCases, readHosts } from '../../api/client.ts';
import { connection } from '../../api/live.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { isTable, TableLook } from '../../parts/table-look.tsx';
import { Title } from '../../parts/title.tsx';
import { useChosenLook } from '../../state/chosen-look.ts';
import { useList } from '../../state/list.ts';
import { mayOpen } from '../../state/may-open.ts';
import { go, query } from '../../state/route.ts';
import { mayDo } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { BulkBar } from './bulk-bar.tsx';
import { CaseRow } from './case-row.tsx';
import { CaseTable, toggled } from './case-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { caseColumns, filtersOf } from './list-filters.ts';
import { ViewMenu } from './view-menu.tsx';
import { WithoutCase } from './without-case.tsx';

/** Cases, the most urgent on top; as cards, or many as a table. */
export function CasesPage() {
  useChosenLook('cases');
  const filters = filtersOf(query.value);
  const list = useList(
    JSON.stringify(filters),
    (paging, signal) => readCases({ ...filters, ...paging }, signal),
    { touchedBy: (change) => change.cases.length > 0, everyMs: 60_000 },
  );
  const items = list.data.value?.items;
  const { cases } = texts.value;
  const asTable = isTable();
  const chosen = useSignal<ReadonlySet<number>>(new Set());
  const at = useKeys(items ?? [], {
    isTable: asTable,
    choose: (id) => (chosen.value = toggled(chosen.value, id)),
    acknowledge: () =>
      void actOnCases([...chosen.value], { kind: 'acknowledge' })
        .catch(() => undefined)
        .then(() => list.refresh()),
  });
  return (
    <div class={`page ${asTable ? 'wide' : ''}`}>
      <div class="page-top">
        <Title text={cases.title} />
        <div class="page-acts">
          <TableLook list="cases" columns={caseColumns} names={cases.columns} />
          <Link to="/cases/follow-ups" class="button plain">
            {texts.value.caseWork.followUps}
          </Link>
          {mayOpen('new-case') ? (
            <Link to="/cases/new" class="button plain" label={cases.openByHand}>
              <Icon name="add" size={18} />
              <span class="wide-only">{cases.openByHand}</span>
            </Link>
          ) : null}
        </div>
      </div>
      <FilterBar>
        <ViewMenu />
      </FilterBar>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {mayDo('cases.work') ? <BulkBar chosen={chosen} done={list.refresh} /> : null}
      {items === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={4} height={88} />
        ) : null
      ) : items.length === 0 ? (
        <NoCases filtered={Object.keys(filters).length > 0} />
      ) : asTable ? (
        <CaseTable items={items} chosen={chosen} at={at} />
      ) : (
        <ul class={`case-list ${connection.value.state === 'lost' ? 'stale' : ''}`}>
          {items.map((it) => (
            <CaseRow key={it.id} it={it} />
          ))}
        </ul>
      )}
      <MoreButton list={list} />
      {asTable ? <p class="soft keys wide-only">{cases.keys}</p> : null}
      {(filters.view ?? 'unresolved') === 'unresolved' ? <WithoutCase /> : null}
    </div>
  );
}

interface Keys {
  isTable: boolean;
  choose: (id: number) => void;
  acknowledge: () => void;
}

/** j and k go down and up, x chooses, a acknowledges what is chosen, Enter opens, / searches. Gives the row they are at. */
function useKeys(items: readonly Case[], { isTable, choose, acknowledge }: Keys): number {
  const at = useSignal(-1);
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const into = event.target as HTMLElement;
      if (/^(?:INPUT|TEXTAREA|SELECT|BUTTON|A)$/.test(into.tagName) || event.ctrlKey || event.metaKey) return;
      const it = items[at.value];
      if (event.key === '/') document.querySelector<HTMLElement>('#case-search')?.focus();
      else if (!isTable) return;
      else if (event.key === 'j') at.value = Math.min(items.length - 1, at.value + 1);
      else if (event.key === 'k') at.value = Math.max(0, at.value - 1);
      else if (event.key === 'x' && it !== undefined) choose(it.id);
      else if (event.key === 'a') acknowledge();
      else if (event.key === 'Enter' && it !== undefined) go(`/cases/${it.id}`);
      else return;
      event.preventDefault();
    }
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return at.value;
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
      {none && mayOpen('add-host') ? (
        <Link to="/hosts/new" class="button primary">
          {shell.addHost}
        </Link>
      ) : null}
    </Empty>
  );
}
