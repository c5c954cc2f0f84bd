import type { Host, HostDetail, LatestSeries } from '@watchcase/api';
import { parseUnread, severities } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import { among } from '../among.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { foldText } from '../../directory/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { readBackupJobs } from './backup-jobs.ts';
import { narrowHosts } from './narrow-hosts.ts';
import { type HostListQuery, orderHosts } from './order-hosts.ts';
import { iso, isoOrNull } from './time.ts';

type Sources = Pick<HttpRooms, 'store' | 'live' | 'untiedOf'>;

function selectHosts({ store }: Sources) {
  return store.db
    .selectFrom('hosts')
    .innerJoin('customers', 'customers.id', 'hosts.customer_id')
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'hosts.customer_id').onRef('sites.id', '=', 'hosts.site_id'),
    )
    .leftJoin('credentials', 'credentials.host_id', 'hosts.id')
    .selectAll('hosts')
    .select([
      'credentials.revoked_at as revoked_at',
      'customers.name as customer_name',
      'sites.name as site_name',
    ]);
}
type HostRow = Awaited<ReturnType<ReturnType<typeof selectHosts>['executeTakeFirstOrThrow']>>;

/** Names read at once while searching. */
const LOOK = 2000;

/** Hosts by id or another order, narrowed by part of a name, by presence and by place. Errors: CURSOR_INVALID, that of another order included. */
export async function listHosts(
  sources: Sources,
  query: HostListQuery,
): Promise<{ items: Host[]; next: string | null }> {
  const { sort = 'id', order = 'up' } = query;
  if (sort !== 'id' || order !== 'up') {
    const { ids, next } = await orderHosts(sources, { ...query, sort, order });
    const rows = await selectHosts(sources).where('hosts.id', 'in', among(ids)).execute();
    const views = new Map((await hostViews(sources, rows)).map((view) => [view.id, view]));
    return { items: ids.flatMap((id) => views.get(id) ?? []), next };
  }
  let select = selectHosts(sources)
    .where(narrowHosts(query))
    .orderBy('hosts.id')
    .limit(query.limit + 1);
  if (query.cursor !== undefined)
    select = select.where('hosts.id', '>', decodeCursor(query.cursor, 'hosts')[0]);
  if (query.search !== undefined && query.search !== '') {
    const found = await findHosts(sources, query, query.search);
    if (found.length === 0) return { items: [], next: null };
    select = select.where('hosts.id', 'in', found);
  }
  const page = pageOf(await select.execute(), {
    list: 'hosts',
    limit: query.limit,
    keyOf: (row) => [row.id],
  });
  return { items: await hostViews(sources, page.items), next: page.next };
}

/** Ids of one page and one more. Names are compared here: what a database holds for equal letters depends on which one it is, and on its locale. */
async function findHosts({ store }: Sources, query: HostListQuery, search: string): Promise<string[]> {
  const wanted = foldText(search);
  const found: string[] = [];
  let after = query.cursor === undefined ? '' : decodeCursor(query.cursor, 'hosts')[0];
  for (;;) {
    const rows = await store.db
      .selectFrom('hosts')
      .select(['id', 'name'])
      .where('id', '>', after)
      .where(narrowHosts(query))
      .orderBy('id')
      .limit(LOOK)
      .execute();
    for (const { id, name } of rows)
      if (foldText(name).includes(wanted) || id.includes(wanted)) found.push(id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < LOOK || found.length > query.limit)
      return found.slice(0, query.limit + 1);
    after = last.id;
  }
}

/** One host with everything it reports now. Errors: HOST_NOT_FOUND. */
export async function readHost(sources: Sources, id: string): Promise<HostDetail> {
  const row = await selectHosts(sources).where('hosts.id', '=', id).executeTakeFirst();
  if (row === undefined)
    throw new UserError({
      code: 'HOST_NOT_FOUND',
      place: id,
      message: 'there is no such host',
      fix: 'look for it in /api/v1/hosts',
    });
  const [view] = await hostViews(sources, [row]);
  const live = sources.live(id);
  return {
    ...(view as Host),
    refused: (live?.refused ?? []).map(({ reason, count, lastAt }) => ({ reason, count, last: iso(lastAt) })),
    unread: parseUnread(row.unread),
    series: live?.series ?? [],
    backups: await readBackupJobs(sources, id),
    untiedRules: [...sources.untiedOf(id)],
    inventory: row.inventory === null ? null : (JSON.parse(row.inventory) as Record<string, unknown>),
    reportedName: row.reported_name ?? row.name,
    nameGiven: row.name_given === 1,
  };
}

async function hostViews(sources: Sources, rows: readonly HostRow[]): Promise<Host[]> {
  if (rows.length === 0) return [];
  const counts = await sources.store.db
    .selectFrom('cases')
    .select([
      'host_id',
      (query) => query.fn.countAll<number>().as('count'),
      (query) => query.fn.max('severity_rank').as('worst'),
    ])
    .where('unresolved', '=', 1)
    .where(
      'host_id',
      'in',
      rows.map((row) => row.id),
    )
    .groupBy('host_id')
    .execute();
  const byHost = new Map(counts.map((row) => [row.host_id, row]));
  return rows.map((row) => hostView(row, sources.live(row.id), byHost.get(row.id)));
}

function hostView(
  row: HostRow,
  live: ReturnType<HttpRooms['live']>,
  open: { count: number; worst: number | null } | undefined,
): Host {
  const series = live?.series ?? [];
  return {
    id: row.id,
    name: row.name,
    customer: { id: row.customer_id, name: row.customer_name },
    site: { id: row.site_id, name: row.site_name ?? row.site_id },
    presence: row.presence,
    presenceSince: iso(row.presence_since),
    retiredAt: isoOrNull(row.retired_at),
    revokedAt: isoOrNull(row.revoked_at),
    lastHeard: isoOrNull(live?.lastHeard ?? row.last_heard_at),
    lastSample: isoOrNull(live?.lastSample ?? null),
    agentVersion: row.agent_version,
    platform: row.platform,
    intervalSeconds: row.interval_ms === null ? null : row.interval_ms / 1000,
    clockOffsetSeconds: row.clock_offset_ms / 1000,
    seriesCount: series.length,
    openCases: open?.count ?? 0,
    worstSeverity: open?.worst == null ? null : (severities[open.worst] ?? null),
    vitals: vitalsOf(series),
  };
}

/** The numbers a person looks at first; of several disks the fullest. */
function vitalsOf(series: readonly LatestSeries[]): Host['vitals'] {
  const all = (measurement: string, field: string) =>
    series.flatMap((one) =>
      one.measurement === measurement && one.field === field && one.value !== null ? [one] : [],
    );
  const idle = all('cpu', 'usage_idle').find(
    (one) => one.tags['cpu'] === undefined || one.tags['cpu'] === 'cpu-total',
  )?.value;
  const disks = all('disk', 'used_percent').map((one) => one.value ?? 0);
  return {
    cpuUsedPercent: idle == null ? null : 100 - idle,
    memoryUsedPercent: all('mem', 'used_percent')[0]?.value ?? null,
    diskUsedPercent: disks.length === 0 ? null : Math.max(...disks),
    load1: all('system', 'load1')[0]?.value ?? null,
  };
}
