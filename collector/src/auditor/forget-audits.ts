import type { Roster } from '../notify/index.ts';
import type { Tx } from '../store/index.ts';
import { reachIn } from './reach.ts';
import type { Looking } from './read-open.ts';

/** Ids per statement. */
const CHUNK = 500;

/** Where somebody who can be reached is at a case again, or it has ended, the next time begins anew. */
export async function forgetAudits(tx: Tx, roster: Roster, { shards, now }: Looking): Promise<void> {
  const rows = await tx
    .selectFrom('case_audits')
    .innerJoin('cases', 'cases.id', 'case_audits.case_id')
    .select(['id', 'assignee', 'acknowledged_by as acknowledgedBy', 'severity', 'unresolved'])
    .$if(shards !== undefined, (audits) =>
      audits.where('customer_id', 'in', (query) =>
        query
          .selectFrom('customers')
          .select('customers.id')
          .where('shard', 'in', shards ?? []),
      ),
    )
    .execute();
  const holderOf = reachIn(roster, now);
  const over = rows.filter((row) => row.unresolved === 0 || holderOf(row) === 'reachable');
  for (let at = 0; at < over.length; at += CHUNK) {
    const ids = over.slice(at, at + CHUNK).map(({ id }) => id);
    await tx.deleteFrom('case_audits').where('case_id', 'in', ids).execute();
  }
}
