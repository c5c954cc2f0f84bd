import { UserError } from '@watchcase/runtime';
import type { FastifyReply } from 'fastify';
import { sql, type SqlBool } from 'kysely';
import type { Store } from '../store/index.ts';

/** Faults that one person reports in an hour, and all people of one customer. A plant that stands still has fewer; a browser that sends by itself has more. */
export const MOST_REPORTS = { ofOne: 60, ofCustomer: 300 } as const;
const HOUR_MS = 3_600_000;

/** Who reports what for whom. */
interface Report {
  customerId: string;
  /** The reporter's name, as the log has it. */
  by: string;
  /** Unix milliseconds. */
  now: number;
}

/** Refuses a customer's report where theirs of the last hour are too many; the answer says how long to wait. Errors: REPORTS_SPENT. */
export async function refuseTooMany(db: Store['db'], report: Report, reply: FastifyReply): Promise<void> {
  const recent = await reportsOf(db, report);
  const own = recent.filter(({ by }) => by === report.by);
  const first = own[MOST_REPORTS.ofOne - 1] ?? recent[MOST_REPORTS.ofCustomer - 1];
  if (first === undefined) return;
  void reply.header('retry-after', String(Math.ceil((first.at + HOUR_MS - report.now) / 1000)));
  throw new UserError({
    code: 'REPORTS_SPENT',
    place: report.customerId,
    message: `more than ${MOST_REPORTS.ofOne} faults of one person, or ${MOST_REPORTS.ofCustomer} of one customer, were reported in the last hour`,
    fix: 'write it to a case that is there, or call; retry-after says when the next can be sent',
  });
}

/** Reports of the last hour by this door, the newest first. */
async function reportsOf(
  db: Store['db'],
  { customerId, now }: Report,
): Promise<{ by: string; at: number }[]> {
  const since = now - HOUR_MS;
  const first = await db
    .selectFrom('cases')
    .select((select) => select.fn.min('id').as('id'))
    .where('opened_at', '>', since)
    .executeTakeFirst();
  if (first?.id == null) return [];
  const rows = await db
    .selectFrom('cases')
    .innerJoin('case_events', (join) =>
      join.onRef('case_events.case_id', '=', 'cases.id').on('case_events.seq', '=', 1),
    )
    .select(['case_events.actor', 'cases.opened_at'])
    // As it stands in the index over what no alert has opened.
    .where('source', '=', 'portal')
    .where(sql<SqlBool>`source <> 'alert'`)
    .where('cases.id', '>=', first.id)
    .where('customer_id', '=', customerId)
    .where('opened_at', '>', since)
    .orderBy('cases.id', 'desc')
    .limit(MOST_REPORTS.ofCustomer)
    .execute();
  return rows.map(({ actor, opened_at }) => ({ by: actor, at: opened_at }));
}
