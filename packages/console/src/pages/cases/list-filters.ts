import { caseSorts, type CaseSort } from '@watchcase/api';

/** Every filter of the list of cases, as it stands in the address: a link shows what its sender saw. */
const filterNames = [
  'view',
  'severity',
  'state',
  'customer',
  'site',
  'assignee',
  'team',
  'kind',
  'source',
  'due',
  'text',
  'sort',
  'order',
] as const;
export type FilterName = (typeof filterNames)[number];

/** The filters that are set (pure). */
export function filtersOf(query: URLSearchParams): Partial<Record<FilterName, string>> {
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = query.get(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** The order of the list, and which way (pure). */
export function orderOf(query: URLSearchParams): { sort: CaseSort; isDown: boolean } {
  const sort = caseSorts.find((one) => one === query.get('sort')) ?? 'due';
  return { sort, isDown: query.get('order') === 'down' };
}

/** What a table of cases can show. */
export const columns = [
  'number',
  'severity',
  'title',
  'customer',
  'site',
  'host',
  'state',
  'assignee',
  'due',
  'opened',
] as const;
export type Column = (typeof columns)[number];
const USUAL: readonly Column[] = [
  'number',
  'severity',
  'title',
  'customer',
  'host',
  'state',
  'assignee',
  'due',
  'opened',
];

/** The columns chosen in the address, in the table's own order (pure). */
export function columnsOf(query: URLSearchParams): readonly Column[] {
  const wanted = (query.get('columns') ?? '').split(',');
  const chosen = columns.filter((column) => wanted.includes(column));
  return chosen.length === 0 ? USUAL : chosen;
}

/** The address of columns with one of them there, or not any more (pure); empty for the usual ones. */
export function withColumn(chosen: readonly Column[], column: Column): string {
  const next = columns.filter((one) => chosen.includes(one) !== (one === column));
  return next.length === 0 || next.join() === USUAL.join() ? '' : next.join();
}
