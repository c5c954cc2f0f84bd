import type { Store } from '../store/index.ts';

/** When a case must have been answered, Unix milliseconds; undefined where that is over, or was never promised. */
export async function respondDue(db: Store['db'], caseId: number): Promise<number | undefined> {
  const clock = await db
    .selectFrom('case_clocks')
    .select('due_at')
    .where('case_id', '=', caseId)
    .where('target', '=', 'respond')
    .where('stopped_at', 'is', null)
    .executeTakeFirst();
  return clock?.due_at;
}
