import type { Signal } from '@preact/signals';
import { type Case, type CaseSort, isUnresolved } from '@watchcase/api';
import type { ComponentChildren } from 'preact';
import { CountdownLine } from '../../parts/countdown.tsx';
import { Link } from '../../parts/link.tsx';
import { Ago } from '../../parts/moment.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { SortingHead } from '../../parts/sorting-head.tsx';
import { language } from '../../state/language.ts';
import { query } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { nextClock } from '../../words/countdown.ts';
import { columnsOf } from '../../words/table-columns.ts';
import { OutsideMark, RecoveredMark } from './case-row.tsx';
import { caseColumns, type Column } from './list-filters.ts';
import { useNamesOfKinds } from '../../state/use-names.ts';

interface CaseTableProps {
  items: readonly Case[];
  /** Numbers of those that are chosen. */
  chosen: Signal<ReadonlySet<number>>;
  /** The row the keyboard is at; -1 for none. */
  at: number;
}

const sortOf: Readonly<Partial<Record<Column, CaseSort>>> = {
  severity: 'severity',
  customer: 'customer',
  state: 'state',
  assignee: 'assignee',
  due: 'due',
  opened: 'opened',
};

/** Many cases on one screen: a row each, the columns chosen, a head that sorts. */
export function CaseTable({ items, chosen, at }: CaseTableProps) {
  const { cases } = texts.value;
  const teams = useNamesOfKinds(['teams']);
  const shown = columnsOf(caseColumns, query.value.get('columns') ?? '');
  const canSort = (query.value.get('view') ?? 'unresolved') === 'unresolved';
  const all = items.length > 0 && items.every(({ id }) => chosen.value.has(id));
  return (
    <div class="dense case-table">
      <table>
        <thead>
          <tr>
            <th class="pick">
              <input
                type="checkbox"
                aria-label={cases.chooseAll}
                checked={all}
                onChange={() => (chosen.value = new Set(all ? [] : items.map(({ id }) => id)))}
              />
            </th>
            {shown.map((column) => (
              <SortingHead
                key={column}
                name={cases.columns[column]}
                by={canSort ? sortOf[column] : undefined}
                usual="due"
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((it, index) => (
            <tr key={it.id} class={`${it.severity} ${index === at ? 'at' : ''}`} data-case={it.id}>
              <td class="pick">
                <input
                  type="checkbox"
                  aria-label={cases.choose(it.number)}
                  checked={chosen.value.has(it.id)}
                  onChange={() => (chosen.value = toggled(chosen.value, it.id))}
                />
              </td>
              {shown.map((column) => (
                <td key={column} class={column}>
                  {column === 'assignee' ? <InCharge it={it} named={teams} /> : cells[column](it)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The same with one more, or one less (pure). */
export function toggled(chosen: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

const cells: Readonly<Record<Exclude<Column, 'assignee'>, (it: Case) => ComponentChildren>> = {
  number: (it) => it.number,
  severity: (it) => <SeverityBadge severity={it.severity} />,
  title: (it) => (
    <>
      <Link to={`/cases/${it.id}`}>{it.titles[language.value]}</Link> <RecoveredMark it={it} />{' '}
      <OutsideMark it={it} />
    </>
  ),
  customer: (it) => it.customer.name,
  site: (it) => it.site?.name ?? '',
  host: (it) => it.host?.name ?? '',
  state: (it) => texts.value.cases.state[it.state],
  due: (it) => {
    const clock = nextClock(it.clocks);
    return clock === undefined ? null : <CountdownLine clock={clock} />;
  },
  opened: (it) => <Ago at={it.openedAt} />,
};

/** Who has it, or is to have it. */
function InCharge({ it, named }: { it: Case; named: (kind: 'teams', id: string) => string }) {
  const person = it.acknowledgedBy ?? it.assignee;
  if (person !== null) return <>{person}</>;
  return it.team === null ? <Nobody it={it} /> : <>{named('teams', it.team)}</>;
}

/** Nobody has it: bad while there is something to do. */
function Nobody({ it }: { it: Case }) {
  return <span class={isUnresolved(it.state) ? 'holder open' : 'soft'}>{texts.value.cases.nobody}</span>;
}
