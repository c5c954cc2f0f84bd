import type { Store } from '../store/index.ts';
import { type CalledContract, decideMonthlyCalls } from './decide-monthly-calls.ts';

/** When calls were last planned. */
const LAST_RUN = 'monthly_calls_at';

/** What planning needs. */
export interface MonthlyCallNeeds {
  store: Pick<Store, 'db' | 'transaction'>;
  /** Contracts that are in use. */
  contracts(): Promise<readonly CalledContract[]>;
}

/** Writes down the calls that have come due, each contract's and month's once, however often and wherever it is asked for. Gives how many are new. */
export async function planMonthlyCalls({ store, contracts }: MonthlyCallNeeds, now: number): Promise<number> {
  const known = await contracts();
  return store.transaction(async (tx) => {
    const row = await tx.selectFrom('meta').select('value').where('key', '=', LAST_RUN).executeTakeFirst();
    const lastRun = row === undefined ? null : Number(row.value);
    const calls = decideMonthlyCalls(known, { lastRun, now });
    let added = 0;
    for (const { contract, customer, month, dueAt } of calls) {
      const done = await tx
        .insertInto('follow_ups')
        .values({ contract, month, customer_id: customer, due_at: dueAt })
        .onConflict((conflict) => conflict.columns(['contract', 'month']).doNothing())
        .executeTakeFirst();
      added += Number(done.numInsertedOrUpdatedRows ?? 0);
    }
    // A clock that was set back must not let months be planned anew.
    const value = String(Math.max(now, lastRun ?? 0));
    await tx
      .insertInto('meta')
      .values({ key: LAST_RUN, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
    return added;
  });
}
