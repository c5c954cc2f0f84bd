import { caseSorts, type CaseSort } from '@watchcase/api';
import type { TableColumns } from '../../words/table-columns.ts';

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
  'scope',
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

const columns = [
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

/** What a table of cases can show. */
export const caseColumns: TableColumns<Column> = {
  all: columns,
  usual: columns.filter((column) => column !== 'site'),
};
