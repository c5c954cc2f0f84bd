import type { Feed } from '@watchcase/oncall';
import { UserError } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import { hashSecret, newSecret } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import type { Snapshot, Writing } from '../directory/index.ts';
import type { Store, Tables } from '../store/index.ts';
import { among } from './among.ts';
import { feedNotFound } from './duty-feeds.ts';

export type DrillFeedRow = Selectable<Tables['drill_feeds']>;

const HOUR_MS = 3_600_000;
/** Calendars are for what comes. */
const MOST_EVENTS = 2000;

/** Makes an address of the drills that are due; this answer alone has its secret. */
export async function addDrillFeed(
  store: Store,
  { customer, accountId }: { customer: string | null; accountId: string },
  by: Writing,
): Promise<{ row: DrillFeedRow; token: string }> {
  const token = newSecret();
  const hash = hashSecret(token);
  const row: DrillFeedRow = {
    token_sha256: hash,
    id: hash.slice(0, 16),
    customer,
    account_id: accountId,
    created_at: by.now,
    created_by: by.actor,
    read_at: null,
    ended_at: null,
  };
  await store.transaction(async (tx) => {
    await tx.insertInto('drill_feeds').values(row).execute();
    const entry = { subject: `drill-feeds/${row.id}`, act: 'add', before: null, after: { customer } };
    await appendAudit(tx, [entry], by);
  });
  return { row, token };
}

/** Those in force, the newest first; of one account where it is named. */
export function listDrillFeeds({ db }: Store, accountId: string | undefined): Promise<DrillFeedRow[]> {
  let found = db.selectFrom('drill_feeds').selectAll().where('ended_at', 'is', null);
  if (accountId !== undefined) found = found.where('account_id', '=', accountId);
  return found.orderBy('created_at', 'desc').orderBy('id').execute();
}

/** Ends one: whoever has its address reads nothing any more. Errors: FEED_NOT_FOUND, also for one of another account where it is named. */
export async function endDrillFeed(
  store: Store,
  { id, accountId }: { id: string; accountId: string | undefined },
  by: Writing,
): Promise<void> {
  await store.transaction(async (tx) => {
    let ended = tx.updateTable('drill_feeds').set({ ended_at: by.now }).where('id', '=', id);
    ended = ended.where('ended_at', 'is', null);
    if (accountId !== undefined) ended = ended.where('account_id', '=', accountId);
    const row = await ended.returning('customer').executeTakeFirst();
    if (row === undefined) throw feedNotFound(id);
    await appendAudit(tx, [{ subject: `drill-feeds/${id}`, act: 'end', before: row, after: null }], by);
  });
}

/** The calendar behind an address, of what its account may see now; undefined for one that is not known or was ended, or whose account is out of use. That it was read is noted to the hour. */
export async function readDrillFeed(store: Store, token: string, now: number): Promise<Feed | undefined> {
  const hash = hashSecret(token);
  const row = await store.db
    .selectFrom('drill_feeds')
    .innerJoin('accounts', 'accounts.id', 'drill_feeds.account_id')
    .select(['drill_feeds.customer', 'drill_feeds.read_at', 'accounts.customers'])
    .where('token_sha256', '=', hash)
    .where('ended_at', 'is', null)
    .where('accounts.retired_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.read_at === null || now - row.read_at >= HOUR_MS)
    await store.transaction((tx) =>
      tx.updateTable('drill_feeds').set({ read_at: now }).where('token_sha256', '=', hash).execute(),
    );
  const seen = row.customers === null ? null : (JSON.parse(row.customers) as string[]);
  return drillFeed(store.db, { customer: row.customer, seen, now });
}

async function drillFeed(
  db: Store['db'],
  { customer, seen, now }: { customer: string | null; seen: readonly string[] | null; now: number },
): Promise<Feed> {
  let select = db
    .selectFrom('backup_standings as stands')
    .innerJoin('backup_jobs as jobs', (join) =>
      join.onRef('stands.host_id', '=', 'jobs.host_id').onRef('stands.job', '=', 'jobs.job'),
    )
    .innerJoin('hosts', 'hosts.id', 'stands.host_id')
    .innerJoin('customers', 'customers.id', 'hosts.customer_id')
    .select([
      'stands.host_id',
      'stands.job',
      'stands.drill_due_at',
      'hosts.name as host',
      'customers.name as customer',
    ])
    .where('stands.drill_due_at', 'is not', null)
    .where('jobs.retired_at', 'is', null)
    .where('hosts.retired_at', 'is', null)
    .orderBy('stands.drill_due_at')
    .orderBy('stands.host_id')
    .orderBy('stands.job')
    .limit(MOST_EVENTS);
  if (customer !== null) select = select.where('hosts.customer_id', '=', customer);
  if (seen !== null) select = select.where('hosts.customer_id', 'in', among(seen));
  const rows = await select.execute();
  const hour = Math.floor(now / HOUR_MS);
  return {
    name: 'Restore drills',
    sequence: hour,
    changedAt: hour * HOUR_MS,
    events: rows.flatMap(({ host_id, job, drill_due_at: due, host, customer: whose }) =>
      due === null
        ? []
        : [
            {
              // A drill that has passed moves the next one: that is another event.
              uid: `drill-${hashSecret(`${host_id}\n${job}`).slice(0, 24)}-${due}@watchcase`,
              from: due,
              to: due + HOUR_MS,
              summary: `Restore drill: ${job} on ${host} (${whose})`,
              description: due < now ? 'Overdue' : '',
            },
          ],
    ),
  };
}

/** A feed of a customer that is not there, or not theirs, is none. Errors: PLACE_NOT_FOUND. */
export function refuseForeignFeed(
  directory: Snapshot,
  customer: string,
  customers: readonly string[] | null,
): void {
  const isTheirs = customers === null || customers.includes(customer);
  if (isTheirs && directory.get('customers', customer) !== undefined) return;
  throw new UserError({ code: 'PLACE_NOT_FOUND', place: customer, message: 'there is no such customer' });
}
