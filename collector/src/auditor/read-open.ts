import type { Store, Tx } from '../store/index.ts';
import { SYNTHETIC } from '../model/index.ts';

/** An open case as the auditor reads it. Moments in Unix milliseconds. */
export interface OpenCase {
  id: number;
  state: string;
  /** Names or ids of whoever has it; both null while nobody has. */
  assignee: string | null;
  acknowledgedBy: string | null;
  isRecovered: boolean;
  severity: string;
  pageAt: number | null;
  chainAt: number | null;
  clockAt: number | null;
  auditAt: number | null;
  repairs: number;
}

/** All open cases of some shards, or of all, or these of them; one question, however many there are. */
export async function readOpen(
  db: Store['db'] | Tx,
  { shards, ids }: { shards: readonly number[] | undefined; ids?: readonly number[] },
): Promise<OpenCase[]> {
  if (shards?.length === 0 || ids?.length === 0) return [];
  const waiting = db
    .selectFrom('pages')
    .select(['case_id', (select) => select.fn.max('next_at').as('at')])
    .where('finished_at', 'is', null)
    // A mail to a customer asks nobody here.
    .where('reason', 'not like', 'customer-%')
    .groupBy('case_id')
    .as('waiting');
  const rows = await db
    .selectFrom('cases')
    .leftJoin(waiting, 'waiting.case_id', 'cases.id')
    .leftJoin('escalations', 'escalations.case_id', 'cases.id')
    .leftJoin('case_audits', 'case_audits.case_id', 'cases.id')
    .select([
      'cases.id',
      'cases.state',
      'cases.assignee',
      'cases.acknowledged_by as acknowledgedBy',
      'cases.recovered_at as recoveredAt',
      'cases.severity',
      'cases.next_at as clockAt',
      'waiting.at as pageAt',
      'escalations.next_at as chainAt',
      'case_audits.next_at as auditAt',
      'case_audits.repairs',
    ])
    .where((where) => where('cases.unresolved', '=', where.lit(1)))
    .where('cases.id', '!=', SYNTHETIC.caseId)
    .$if(ids !== undefined, (cases) => cases.where('cases.id', 'in', ids ?? []))
    .$if(shards !== undefined, (cases) =>
      cases.where('cases.customer_id', 'in', (query) =>
        query
          .selectFrom('customers')
          .select('customers.id')
          .where('shard', 'in', shards ?? []),
      ),
    )
    .execute();
  return rows.map(({ recoveredAt, repairs, ...row }) => ({
    ...row,
    isRecovered: recoveredAt !== null,
    repairs: repairs ?? 0,
  }));
}
