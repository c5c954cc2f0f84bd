import type { Store, Tx } from '../store/index.ts';

/** Ids of the customers of some shards, for a condition. */
export function customersOf(db: Store['db'] | Tx, shards: readonly number[] = []) {
  return db.selectFrom('customers').select('id').where('shard', 'in', shards);
}
