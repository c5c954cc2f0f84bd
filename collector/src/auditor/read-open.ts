import type { ExpressionBuilder } from 'kysely';
import { SYNTHETIC } from '../model/index.ts';
import type { Store, Tables, Tx } from '../store/index.ts';
import { DOING_MS } from './decide-audit.ts';

/** An open case as the auditor reads it. Moments in Unix milliseconds. */
export interface OpenCase {
  id: number;
  /** Names or ids of whoever has it; both null while nobody has. */
  assignee: string | null;
  acknowledgedBy: string | null;
  recoveredAt: number | null;
  severity: string;
  pageAt: number | null;
  chainAt: number | null;
  clockAt: number | null;
  auditAt: number | null;
  repairs: number | null;
}

/** Whose cases, and at which moment. */
export interface Looking {
  shards: readonly number[] | undefined;
  /** Unix milliseconds. */
  now: number;
}

type Where = ExpressionBuilder<Tables, 'cases'>;

/** How many open cases there are. */
export async function countOpen(db: Store['db'], { shards }: Looking): Promise<number> {
  const row = await db
    .selectFrom('cases')
    .select((select) => select.fn.countAll<number | string>().as('count'))
    .where((where) => isOpen(where, shards))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/**
 * The open cases of which nothing is to come, as decideAudit has it, or those of `ids`; the database leaves out all others, since they are most.
 */
export async function readUnawaited(
  db: Store['db'] | Tx,
  { shards, now }: Looking,
  ids?: readonly number[],
): Promise<OpenCase[]> {
  if (ids?.length === 0) return [];
  const floor = now - DOING_MS;
  return db
    .selectFrom('cases')
    .leftJoin('escalations', 'escalations.case_id', 'cases.id')
    .leftJoin('case_audits', 'case_audits.case_id', 'cases.id')
    .select([
      'cases.id',
      'cases.assignee',
      'cases.acknowledged_by as acknowledgedBy',
      'cases.recovered_at as recoveredAt',
      'cases.severity',
      'cases.next_at as clockAt',
      'escalations.next_at as chainAt',
      'case_audits.next_at as auditAt',
      'case_audits.repairs',
      (select) =>
        waitingPages(select)
          .select((page) => page.fn.max('pages.next_at').as('at'))
          .whereRef('pages.case_id', '=', 'cases.id')
          .as('pageAt'),
    ])
    .where((where) => isOpen(where as unknown as Where, shards))
    .where((where) => where.or([where('cases.next_at', 'is', null), where('cases.next_at', '<=', floor)]))
    .where('cases.id', 'not in', (query) =>
      waitingPages(query).select('pages.case_id').where('pages.next_at', '>', floor),
    )
    .where('cases.id', 'not in', (query) =>
      query.selectFrom('escalations as e').select('e.case_id').where('e.next_at', '>', floor),
    )
    .where('cases.id', 'not in', (query) =>
      query.selectFrom('case_audits as a').select('a.case_id').where('a.next_at', '>', now),
    )
    .$if(ids !== undefined, (cases) => cases.where('cases.id', 'in', ids ?? []))
    .orderBy('cases.id')
    .execute();
}

/** Pages that are not over; a mail to a customer asks nobody here. */
function waitingPages(query: Pick<ExpressionBuilder<Tables, 'cases'>, 'selectFrom'>) {
  return query
    .selectFrom('pages')
    .where('pages.finished_at', 'is', null)
    .where('pages.reason', 'not like', 'customer-%');
}

function isOpen(where: Where, shards: readonly number[] | undefined) {
  const open = where('cases.unresolved', '=', where.lit(1));
  const real = where('cases.id', '!=', where.lit(SYNTHETIC.caseId));
  if (shards === undefined) return where.and([open, real]);
  const theirs = where.selectFrom('customers').select('customers.id').where('customers.shard', 'in', shards);
  return where.and([open, real, where('cases.customer_id', 'in', theirs)]);
}
