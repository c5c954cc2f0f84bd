import type { Tx } from '../store/index.ts';
import type { CaseRow } from './log.ts';

/** The customer is called this long after their case was closed. */
const AFTER_MS = 3 * 86_400_000;

/** Writes down that the customer is to be called; of a case that is closed again, anew. */
export async function planFollowUp(tx: Tx, { id, customer_id }: CaseRow, now: number): Promise<void> {
  const open = { due_at: now + AFTER_MS, done_at: null, done_by: null, satisfied: null, text: null };
  await tx
    .insertInto('follow_ups')
    .values({ case_id: id, customer_id, ...open })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(open))
    .execute();
}
