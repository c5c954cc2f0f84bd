import type { Host, HostSort } from '@watchcase/api';
import { foldText } from '../../directory/index.ts';
import type { Store } from '../../store/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { type HostFilters, narrowHosts } from './narrow-hosts.ts';

/** What a list of hosts is narrowed by, and what it goes by. */
export interface HostListQuery extends HostFilters {
  limit: number;
  cursor?: string | undefined;
  search?: string | undefined;
  sort?: HostSort;
  order?: 'up' | 'down';
}

/** The worst first. */
const presences: readonly Host['presence'][] = ['offline', 'unknown', 'never', 'online'];
/** A worse case counts more than any number of milder ones. */
const BY_RANK = 1_000_000;
/** A cursor holds so much of a text. */
const KEY_LENGTH = 150;

/**
 * Ids of one page of hosts in the order asked for; those of one value go by their id. All of them are looked through here: what a database holds for the order of names
 * depends on which one it is, and on its locale. Errors: CURSOR_INVALID, that of another order included.
 */
export async function orderHosts(
  { store }: { store: Store },
  query: HostListQuery & Required<Pick<HostListQuery, 'sort' | 'order'>>,
): Promise<{ ids: string[]; next: string | null }> {
  const { sort, order, limit, cursor } = query;
  const name = `${sort} ${order}`;
  const turn = order === 'up' ? 1 : -1;
  const rows = await readKeys(store, query);
  rows.sort((a, b) => turn * (compare(a.key, b.key) || compare(a.id, b.id)));
  const [, key, id] = cursor === undefined ? [] : decodeCursor(cursor, 'ordered hosts', name);
  const isBeyond = (row: Keyed) =>
    key === undefined || id === undefined || turn * (compare(row.key, key) || compare(row.id, id)) > 0;
  const from = rows.findIndex(isBeyond);
  const page = pageOf(from === -1 ? [] : rows.slice(from, from + limit + 1), {
    list: 'ordered hosts',
    limit,
    keyOf: (row) => [name, row.key, row.id],
  });
  return { ids: page.items.map((row) => row.id), next: page.next };
}

/** A host and what it is sorted by. */
interface Keyed {
  id: string;
  key: string | number;
}

async function readKeys(store: Store, query: HostListQuery): Promise<Keyed[]> {
  const rows = await store.db
    .selectFrom('hosts')
    .innerJoin('customers', 'customers.id', 'hosts.customer_id')
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'hosts.customer_id').onRef('sites.id', '=', 'hosts.site_id'),
    )
    .select(['hosts.id', 'hosts.name', 'presence', 'customers.name as customer', 'sites.name as site'])
    .where(narrowHosts(query))
    .execute();
  const wanted = foldText(query.search ?? '');
  const bad = query.sort === 'cases' ? await readBadness(store) : new Map<string, number>();
  const keys: Readonly<Record<HostSort, (row: (typeof rows)[number]) => string | number>> = {
    id: ({ id }) => id,
    name: (row) => foldText(row.name).slice(0, KEY_LENGTH),
    customer: ({ customer, site }) => foldText(`${customer} / ${site ?? ''}`).slice(0, KEY_LENGTH),
    presence: ({ presence }) => presences.indexOf(presence),
    cases: ({ id }) => bad.get(id) ?? 0,
  };
  return rows
    .filter(({ id, name }) => wanted === '' || foldText(name).includes(wanted) || id.includes(wanted))
    .map((row) => ({ id: row.id, key: keys[query.sort ?? 'id'](row) }));
}

/** How bad the open cases of each host are that has any. */
async function readBadness(store: Store): Promise<Map<string, number>> {
  const rows = await store.db
    .selectFrom('cases')
    .select(['host_id', (query) => query.fn.countAll<number>().as('count')])
    .select((query) => query.fn.max('severity_rank').as('worst'))
    .where('unresolved', '=', 1)
    .groupBy('host_id')
    .execute();
  return new Map(rows.map(({ host_id, count, worst }) => [host_id, (worst + 1) * BY_RANK + count]));
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
