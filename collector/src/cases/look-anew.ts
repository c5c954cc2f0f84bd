import type { Tx } from '../store/index.ts';

/** What is owed for the customer's open cases is looked at once more in the next turn: one of them is open again, and contracts may have changed while it was not. */
export async function lookAnew(tx: Tx, customerId: string, since: number): Promise<void> {
  await tx
    .insertInto('owed_anew')
    .values({ customer_id: customerId, revision: 0, since, after_case: 0 })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet({ since, after_case: 0 }))
    .execute();
}
