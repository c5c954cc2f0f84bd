import type { BackupMatrixRow } from '@watchcase/api';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Link } from '../../parts/link.tsx';
import { go } from '../../state/route.ts';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { backupAddress } from '../../words/backup-address.ts';
import { dayClass, daySigns } from '../../words/backup-days.ts';
import { columnDay } from '../../words/column-day.ts';
import { stepInTable } from '../../words/step-in-table.ts';
import { CopyAges } from './copy-ages.tsx';
import { JobState } from './job-state.tsx';
import { squareText } from './square-text.ts';
import { ThreeTwoOneMark } from './three-two-one.tsx';

interface MatrixTableProps {
  items: readonly BackupMatrixRow[];
  days: readonly string[];
  /** Rows of one customer stand under its name. */
  grouped: boolean;
}

/** A phone shows so many days. */
const PHONE_DAYS = 9;

/** A square is named by what a screen reader says; who points at it reads the same. */
function sayInPassing(event: PointerEvent): void {
  const cell = (event.target as HTMLElement).closest<HTMLElement>('td.square');
  if (cell !== null) cell.title = cell.ariaLabel ?? '';
}

/** Jobs by rows, days by columns. Rows have their widths from the style, not from each other: those that are out of sight are not drawn, and roles say what the style hides. A square is one element: there are fifteen hundred. The keyboard takes all squares as one stop; arrows go between them, Enter opens the job. */
export function MatrixTable({ items, days, grouped }: MatrixTableProps) {
  const { backups, cases } = texts.value;
  const table = useRef<HTMLTableElement>(null);
  // The newest days are on the right: once it is laid out, which nobody must do before its time.
  useLayoutEffect(() => {
    const place = table.current?.parentElement;
    const seen = new ResizeObserver(() => {
      place?.scrollTo({ left: Number.MAX_SAFE_INTEGER });
      seen.disconnect();
    });
    if (table.current !== null) seen.observe(table.current);
    return () => seen.disconnect();
  }, [days.join()]);
  const columns = days.map((day) => columnDay(day, language.value));

  function walk(event: KeyboardEvent): void {
    const cell = (event.target as HTMLElement).closest<HTMLTableCellElement>('td.square');
    const rows = [...(table.current?.querySelectorAll<HTMLTableRowElement>('tr[data-to]') ?? [])];
    const row = rows.findIndex((one) => cell !== null && one.contains(cell));
    if (cell === null || row < 0) return;
    if (event.key === 'Enter') return go(rows[row]?.dataset['to'] ?? '');
    const squares = rows.map((one) => [...one.querySelectorAll<HTMLTableCellElement>('td.square')]);
    const at = { row, column: squares[row]?.indexOf(cell) ?? 0 };
    const next = stepInTable(event.key, at, { rows: rows.length, columns: days.length });
    if (next === undefined) return;
    event.preventDefault();
    const square = squares[next.row]?.[next.column];
    for (const one of table.current?.querySelectorAll<HTMLElement>('td.square[tabindex="0"]') ?? [])
      one.removeAttribute('tabindex');
    if (square !== undefined) square.tabIndex = 0;
    square?.focus();
  }

  return (
    <div class="dense matrix">
      <table
        ref={table}
        role="table"
        style={{ '--days': days.length }}
        onKeyDown={walk}
        onPointerOver={sayInPassing}
      >
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" class="of-job">
              {backups.job}
            </th>
            <th role="columnheader" scope="col" class="of-state">
              {backups.now}
            </th>
            <th role="columnheader" scope="col" class="of-321">
              {backups.threeTwoOne.title}
            </th>
            <th role="columnheader" scope="col" class="of-copies">
              {backups.copies}
            </th>
            {columns.map(({ day, number, name, isWeekend }) => (
              <th
                key={day}
                role="columnheader"
                scope="col"
                class={`day-head ${isWeekend ? 'weekend' : ''}`}
                title={name}
              >
                <span aria-hidden="true">{number}</span>
                <span class="unseen">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        {groupsOf(items, grouped).map(({ customer, rows }, group) => (
          <tbody key={`${customer} ${group}`} role="rowgroup">
            {grouped ? (
              <tr class="group" role="row">
                <th
                  role="rowheader"
                  scope="rowgroup"
                  colSpan={4 + days.length}
                  aria-label={`${cases.customer}: ${customer}`}
                >
                  <span>{customer}</span>
                </th>
              </tr>
            ) : null}
            {rows.map((it) => (
              <Row key={`${it.host.id} ${it.job}`} it={it} isFirst={it === items[0]} columns={columns} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface RowProps {
  it: BackupMatrixRow;
  isFirst: boolean;
  columns: readonly { day: string; number: string; name: string }[];
}

function Row({ it, isFirst, columns }: RowProps) {
  const to = backupAddress(it.host.id, it.job);
  return (
    <tr role="row" data-to={to}>
      <th role="rowheader" scope="row" class="of-job">
        <Link to={to}>{it.job}</Link>
        <span class="soft place">
          {it.host.name} · {it.customer.name}
        </span>
      </th>
      <td role="cell" class="of-state">
        <JobState state={it.state} />
      </td>
      <td role="cell" class="of-321">
        <ThreeTwoOneMark it={it} />
      </td>
      <td role="cell" class="of-copies">
        <CopyAges copies={it.copies} />
      </td>
      {it.cells.map((cell, at) => {
        const column = columns[at];
        const text = squareText(cell, column?.name ?? cell.day);
        return (
          <td
            key={cell.day}
            role="cell"
            class={at < columns.length - PHONE_DAYS ? `${dayClass(cell)} wide-only` : dayClass(cell)}
            tabIndex={isFirst && at === columns.length - 1 ? 0 : undefined}
            aria-label={text}
            data-number={at < columns.length - PHONE_DAYS ? undefined : column?.number}
          >
            {daySigns[cell.state] || undefined}
          </td>
        );
      })}
    </tr>
  );
}

/** Rows of one customer that follow each other; all in one where they are not told apart. */
function groupsOf(items: readonly BackupMatrixRow[], grouped: boolean) {
  const groups: { customer: string; rows: BackupMatrixRow[] }[] = [];
  for (const it of items) {
    const last = groups.at(-1);
    if (last !== undefined && (!grouped || last.customer === it.customer.name)) last.rows.push(it);
    else groups.push({ customer: grouped ? it.customer.name : '', rows: [it] });
  }
  return groups;
}
