import type { Tx } from '../store/index.ts';
import { concernedBy } from './concerned.ts';
import type { PlannedChange } from './record.ts';

/**
 * Notes whose open cases may be owed something else, in the transaction of the changes: whoever works for these customers looks at them in their next turn, and a
 * collector that dies before has not forgotten it. Also those that have no case now: one may be opening by what held before.
 */
export async function askAnew(
  tx: Tx,
  changes: readonly PlannedChange[],
  { revision, since }: { revision: number; since: number },
): Promise<void> {
  const concerned = concernedBy(changes);
  if (concerned !== 'everybody' && concerned.size === 0) return;
  await tx
    .insertInto('owed_anew')
    .columns(['customer_id', 'revision', 'since', 'after_case'])
    .expression((query) => {
      const customers = query
        .selectFrom('customers')
        .select((select) => [
          'id',
          select.val(revision).as('revision'),
          select.val(since).as('since'),
          select.val(0).as('after_case'),
        ])
        .orderBy('id');
      return concerned === 'everybody'
        ? customers.where('id', 'is not', null)
        : customers.where('id', 'in', [...concerned]);
    })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet({ revision, since, after_case: 0 }))
    .execute();
}
