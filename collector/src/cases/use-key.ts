import type { Tx } from '../store/index.ts';

/** Uses a key up; false when it was before. Of two at once one waits for the other. */
export async function useKey(
  tx: Tx,
  { caseId, key, now }: { caseId: number; key: string; now: number },
): Promise<boolean> {
  const result = await tx
    .insertInto('act_keys')
    .values({ key, case_id: caseId, created_at: now })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
