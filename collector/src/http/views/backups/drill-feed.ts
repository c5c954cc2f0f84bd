import type { Feed } from '@watchcase/oncall';
import { hashSecret } from '../../../access/index.ts';
import type { Store } from '../../../store/index.ts';
import { among } from '../../among.ts';
import { selectListed } from './select-jobs.ts';

const HOUR_MS = 3_600_000;
/** Calendars are for what comes. */
const MOST_EVENTS = 2000;

/** Drills that are due as a calendar, of a customer or (null) of all that an account may see at that moment; undefined once it is out of use. */
export async function readDrillFeed(
  { db }: Store,
  { customer, accountId }: { customer: string | null; accountId: string },
  now: number,
): Promise<Feed | undefined> {
  const account = await db
    .selectFrom('accounts')
    .select('customers')
    .where('id', '=', accountId)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (account === undefined) return undefined;
  let select = selectListed(db)
    .select([
      'jobs.host_id',
      'jobs.job',
      'stands.drill_due_at',
      'hosts.name as host',
      'customers.name as customer',
    ])
    .where('stands.drill_due_at', 'is not', null)
    .orderBy('stands.drill_due_at')
    .orderBy('jobs.host_id')
    .orderBy('jobs.job')
    .limit(MOST_EVENTS);
  if (customer !== null) select = select.where('hosts.customer_id', '=', customer);
  if (account.customers !== null)
    select = select.where('hosts.customer_id', 'in', among(JSON.parse(account.customers) as string[]));
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
