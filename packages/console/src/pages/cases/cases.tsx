import { useSignal } from '@preact/signals';
import type { Case } from '@watchcase/api';
import { useEffect } from 'preact/hooks';
import { actOnCases, readCases, readHosts } from '../../api/client.ts';
import { connection } from '../../api/live.ts';
import { Choices } from '../../parts/choices.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { MoreMenu } from '../../parts/more-menu.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { go, query, setQuery } from '../../state/route.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { BulkBar } from './bulk-bar.tsx';
import { CaseRow } from './case-row.tsx';
import { CaseTable, toggled } from './case-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { columns, columnsOf, filtersOf, withColumn } from './list-filters.ts';
import { ViewMenu } from './view-menu.tsx';
import { WithoutCase } from './without-case.tsx';

/** Cases, the most urgent on top; as cards, or many as a table. */
export function CasesPage() {
  const filters = filtersOf(query.value);
  const list = useList(
    JSON.stringify(filters),
    (paging, signal) => readCases({ ...filters, ...paging }, signal),
    { touchedBy: (change) => change.cases.length > 0, everyMs: 60_000 },
  );
  const items = list.data.value?.items;
  const { cases } = texts.value;
  const isTable = query.value.get('look') === 'table';
  const chosen = useSignal<ReadonlySet<number>>(new Set());
  const at = useKeys(items ?? [], {
    isTable,
    choose: (id) => (chosen.value = toggled(chosen.value, id)),
    acknowledge: () =>
      void actOnCases([...chosen.value], { kind: 'acknowledge' })
        .catch(() => undefined)
        .then(() => list.refresh()),
  });
  return (
    <div class={`page ${isTable ? 'wide' : ''}`}>
      <div class="page-top">
        <Title text={cases.title} />
        <FilterBar />
        <Look isTable={isTable} />
        <Link to="/cases/new" class="button plain">
          <Icon name="add" size={18} />
          {cases.openByHand}
        </Link>
      </div>
      <ViewMenu />
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      <BulkBar chosen={chosen} done={list.refresh} />
      {items === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={4} height={88} />
        ) : null
      ) : items.length === 0 ? (
        <NoCases filtered={Object.keys(filters).length > 0} />
      ) : isTable ? (
        <CaseTable items={items} chosen={chosen} at={at} />
      ) : (
        <ul class={`case-list ${connection.value.state === 'lost' ? 'stale' : ''}`}>
          {items.map((it) => (
            <CaseRow key={it.id} it={it} />
          ))}
        </ul>
      )}
      <MoreButton list={list} />
      {isTable ? <p class="soft keys">{cases.keys}</p> : null}
      {(filters.view ?? 'unresolved') === 'unresolved' ? <WithoutCase /> : null}
    </div>
  );
}

function Look({ isTable }: { isTable: boolean }) {
  const { cases } = texts.value;
  const chosen = columnsOf(query.value);
  return (
    <div class="look wide-only">
      <Choices
        label={cases.look}
        value={isTable ? 'table' : 'cards'}
        options={[
          { value: 'cards', text: cases.cards },
          { value: 'table', text: cases.table },
        ]}
        choose={(value) => setQuery('look', value === 'table' ? value : '')}
      />
      {isTable ? (
        <MoreMenu label={cases.chooseColumns}>
          {columns.map((column) => (
            <button
              key={column}
              type="button"
              class="plain"
              aria-pressed={chosen.includes(column)}
              onClick={() => setQuery('columns', withColumn(chosen, column))}
            >
              {chosen.includes(column) ? '✓ ' : ''}
              {cases.columns[column]}
            </button>
          ))}
        </MoreMenu>
      ) : null}
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
      {none ? (
        <Link to="/hosts/new" class="button primary">
          {shell.addHost}
        </Link>
      ) : null}
    </Empty>
  );
}
