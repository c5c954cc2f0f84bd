import { type Tick, tickEvents, ticksOf } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';

/** Which steps of playbooks are done in a case, and by whom, by `stepKey`. */
export async function readTicks(db: Store['db'] | Tx, caseId: number): Promise<ReadonlyMap<string, Tick>> {
  const rows = await db
    .selectFrom('case_events')
    .select(['kind', 'time', 'actor', 'data'])
    .where('case_id', '=', caseId)
    .where('kind', 'in', tickEvents)
    .orderBy('seq')
    .execute();
  return ticksOf(rows);
}
