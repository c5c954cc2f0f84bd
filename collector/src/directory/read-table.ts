import type { ImportKind } from '@watchcase/api';
import { type Fault, mostTold, nearestWord } from '@watchcase/runtime';
import { checkRecord } from './check-record.ts';
import { type CsvRow, parseCsv } from './parse-csv.ts';
import { keyOf } from './rows.ts';
import type { ReadWanted, WantedRecord } from './wanted.ts';

/** Columns of each table; those with a list hold its entries with semicolons between them. */
const columns: Readonly<Record<ImportKind, readonly string[]>> = {
  customers: ['id', 'name', 'tags', 'zone', 'note'],
  contacts: ['id', 'customer', 'name', 'role', 'phone', 'mail', 'language', 'portal'],
  people: ['id', 'name', 'mail', 'phone', 'language', 'zone', 'skills', 'regions'],
};
const LISTS = new Set(['tags', 'skills', 'regions']);

/**
 * Reads a table of one kind (pure): a line of column names, then a record each line. An empty cell says nothing of its field. Every bad row is told with its line and
 * column; one bad row, and nothing is taken.
 */
export function readTable(kind: ImportKind, file: string, text: string): ReadWanted {
  const parsed = parseCsv(file, text);
  if ('faults' in parsed) return parsed;
  const [head, ...rows] = parsed.rows;
  if (head === undefined)
    return {
      faults: [
        { code: 'TABLE_INVALID', place: `${file}:1:1`, message: 'a line of column names is expected' },
      ],
    };
  const faults = headFaults(kind, file, head);
  if (faults.length > 0) return { faults };
  const names = head.cells.map((cell) => cell.trim());
  const found = new Map<string, WantedRecord>();
  for (const row of rows) {
    const checked = readRow({ kind, file, names, row });
    if ('faults' in checked) faults.push(...checked.faults);
    else if (found.has(keyOf(checked))) faults.push(twice(checked));
    else found.set(keyOf(checked), checked);
  }
  return faults.length > 0 ? { faults: mostTold(faults) } : { wanted: [...found.values()] };
}

function headFaults(kind: ImportKind, file: string, head: CsvRow): Fault[] {
  const known = columns[kind];
  const names = head.cells.map((cell) => cell.trim());
  const unknown = names.flatMap((name, index) => {
    if (known.includes(name) && names.indexOf(name) === index) return [];
    const meant = nearestWord(name, known);
    const fix = meant === undefined ? `one of ${known.join(', ')} is expected` : `did you mean "${meant}"?`;
    return [
      {
        code: 'TABLE_INVALID',
        place: placeOf(file, head, index),
        message: `there is no column "${name}" in ${kind}, or it is there twice`,
        fix,
      },
    ];
  });
  const missing = ['id', 'name', ...(kind === 'contacts' ? ['customer'] : [])].filter(
    (name) => !names.includes(name),
  );
  return [
    ...unknown,
    ...missing.map((name) => ({
      code: 'TABLE_INVALID',
      place: `${file}:1:1`,
      message: `the column "${name}" is missing`,
    })),
  ];
}

function readRow({
  kind,
  file,
  names,
  row,
}: {
  kind: ImportKind;
  file: string;
  names: readonly string[];
  row: CsvRow;
}): WantedRecord | { faults: Fault[] } {
  const place = (path: readonly (string | number)[]) =>
    placeOf(file, row, Math.max(0, names.indexOf(String(path[0] ?? ''))));
  if (row.cells.length > names.length)
    return {
      faults: [
        {
          code: 'TABLE_INVALID',
          place: placeOf(file, row, names.length),
          message: `the row has ${row.cells.length} cells, and there are ${names.length} columns`,
        },
      ],
    };
  const entries = names.flatMap((name, index) => {
    const value = valueOf(name, (row.cells[index] ?? '').trim());
    return value === undefined ? [] : [[name, value] as const];
  });
  const checked = checkRecord(kind, Object.fromEntries(entries), place);
  return 'faults' in checked ? checked : { kind, id: checked.data.id, data: checked.data, place };
}

function valueOf(name: string, cell: string): unknown {
  if (cell === '') return undefined;
  if (LISTS.has(name))
    return cell
      .split(/[;；]/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
  if (name === 'portal')
    return (
      { yes: true, true: true, no: false, false: false, 是: true, 否: false }[cell.toLowerCase()] ?? cell
    );
  return cell;
}

function placeOf(file: string, row: CsvRow, index: number): string {
  return `${file}:${row.line}:${row.columns[index] ?? 1}`;
}

function twice(record: WantedRecord): Fault {
  return {
    code: 'DIRECTORY_TWICE',
    place: record.place(['id']),
    message: `"${record.id}" is in an earlier row already`,
    fix: 'keep one of them',
  };
}
