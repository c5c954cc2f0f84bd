import { type Overview, severities, titleOf } from '@watchcase/api';
import { dayStart } from '@watchcase/runtime';
import type { ExpressionBuilder } from 'kysely';
import type { Asker } from '../../access/index.ts';
import type { Tables } from '../../store/index.ts';
import { among } from '../among.ts';
import type { HttpRooms } from '../rooms.ts';
import { theirs } from './case-list.ts';
import { readCases } from './cases.ts';
import { type HostOfPlace, placesOf } from './places-of.ts';
import { iso } from './time.ts';

/** Cases and backups of each part; the lists have the others. */
const MOST_ITEMS = 8;
const SOON_MS = 2 * 3_600_000;

type Sources = Pick<HttpRooms, 'store' | 'clock' | 'onDuty'>;
type Limits = Pick<Asker, 'role' | 'customers' | 'teams'>;
type OfCase = ExpressionBuilder<Tables, 'cases'>;

/** All of the overview, for the asker's customers, on the day of `zone`. */
export async function readOverview(rooms: Sources, asker: Limits, zone: string): Promise<Overview> {
  const now = rooms.clock.now();
  const since = dayStart(now, zone);
  const [due, nobody, breached, hosts, backups, onDuty] = await Promise.all([
    readDue(rooms, asker, now),
    readNobodys(rooms, asker),
    readBreached(rooms, asker, since),
    readHosts(rooms, asker),
    readBackups(rooms, asker),
    rooms.onDuty(),
  ]);
  return {
    due,
    nobody,
    breached: { since: iso(since), ...breached },
    places: placesOf(hosts),
    hostCount: hosts.length,
    backups,
    onDuty: onDuty.map(({ name, severities: of }) => ({ name, severities: [...of] })),
  };
}

/** What is overdue is due, too. */
async function readDue({ store: { db } }: Sources, asker: Limits, now: number): Promise<Overview['due']> {
  const soon = db
    .selectFrom('cases')
    .where((where) => where('unresolved', '=', where.lit(1)))
    .where('next_due', '<=', now + SOON_MS)
    .where((where) => theirs(where, asker));
  const [{ count }, rows] = await Promise.all([
    soon.select((select) => select.fn.countAll().as('count')).executeTakeFirstOrThrow(),
    soon.select('id').orderBy('next_due').orderBy('id').limit(MOST_ITEMS).execute(),
  ]);
  return someOf(db, count, rows);
}

async function readNobodys({ store: { db } }: Sources, asker: Limits): Promise<Overview['nobody']> {
  const open = db
    .selectFrom('cases')
    .where((where) => where('unresolved', '=', where.lit(1)))
    .where('state', '=', 'open')
    .where((where) => theirs(where, asker));
  const [{ count }, rows] = await Promise.all([
    open.select((select) => select.fn.countAll().as('count')).executeTakeFirstOrThrow(),
    open
      .select('id')
      .orderBy('severity_rank', 'desc')
      .orderBy('opened_at')
      .orderBy('id')
      .limit(MOST_ITEMS)
      .execute(),
  ]);
  return someOf(db, count, rows);
}

async function readBreached({ store: { db } }: Sources, asker: Limits, since: number) {
  const rows = await db
    .selectFrom('case_events')
    .innerJoin('cases', 'cases.id', 'case_events.case_id')
    .select(['case_events.case_id as id', (select) => select.fn.max('case_events.time').as('at')])
    .where('case_events.kind', '=', 'breached')
    .where('case_events.time', '>=', since)
    .where((where) => theirs(where as unknown as OfCase, asker))
    .groupBy('case_events.case_id')
    .orderBy('at', 'desc')
    .execute();
  return someOf(db, rows.length, rows.slice(0, MOST_ITEMS));
}

async function someOf(
  db: Sources['store']['db'],
  count: number | string | bigint,
  rows: readonly { id: number }[],
): Promise<Overview['due']> {
  const ids = rows.map(({ id }) => id);
  return { count: Number(count), items: await readCases(db, ids) };
}

/** All hosts in service, with the worst of their unresolved cases. */
async function readHosts({ store: { db } }: Sources, { customers }: Limits): Promise<HostOfPlace[]> {
  const worst = db
    .selectFrom('cases')
    .select(['host_id', (select) => select.fn.max('severity_rank').as('rank')])
    .where('unresolved', '=', 1)
    .groupBy('host_id')
    .as('worst');
  let select = db
    .selectFrom('hosts')
    .innerJoin('customers', 'customers.id', 'hosts.customer_id')
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'hosts.customer_id').onRef('sites.id', '=', 'hosts.site_id'),
    )
    .leftJoin(worst, 'worst.host_id', 'hosts.id')
    .select([
      'hosts.id',
      'hosts.name',
      'hosts.presence',
      'hosts.customer_id as customerId',
      'customers.name as customerName',
      'hosts.site_id as siteId',
      'sites.name as siteName',
      'worst.rank',
    ])
    .where('hosts.retired_at', 'is', null);
  if (customers !== null) select = select.where('hosts.customer_id', 'in', among(customers));
  return select.orderBy('hosts.id').execute();
}

/** What fires about backups: a host that is silent meanwhile has not made one either. */
async function readBackups({ store: { db } }: Sources, { customers }: Limits): Promise<Overview['backups']> {
  let late = db
    .selectFrom('alerts')
    .innerJoin('hosts', 'hosts.id', 'alerts.host_id')
    .innerJoin('customers', 'customers.id', 'hosts.customer_id')
    .where('alerts.state', 'in', ['firing', 'frozen'])
    .where('alerts.fired_at', 'is not', null)
    .where('hosts.retired_at', 'is', null)
    .where((where) =>
      where.or([where('alerts.rule', 'like', 'backup%'), where('alerts.series', 'like', 'backup%')]),
    );
  if (customers !== null) late = late.where('hosts.customer_id', 'in', among(customers));
  const [{ count }, rows] = await Promise.all([
    late.select((select) => select.fn.countAll().as('count')).executeTakeFirstOrThrow(),
    late
      .select([
        'alerts.id',
        'alerts.title',
        'alerts.title_zh',
        'alerts.severity',
        'alerts.active_since as since',
      ])
      .select(['alerts.case_id as caseId', 'hosts.id as hostId', 'hosts.name as hostName'])
      .select(['customers.id as customerId', 'customers.name as customerName'])
      .orderBy('alerts.active_since')
      .orderBy('alerts.id')
      .limit(MOST_ITEMS)
      .execute(),
  ]);
  const items = rows.map((row) => ({
    alertId: row.id,
    titles: titleOf(row.title, row.title_zh),
    severity: severities.find((one) => one === row.severity) ?? 'minor',
    since: iso(row.since),
    host: { id: row.hostId, name: row.hostName },
    customer: { id: row.customerId, name: row.customerName },
    caseId: row.caseId,
  }));
  return { count: Number(count), items };
}
