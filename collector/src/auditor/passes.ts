import { SHARDS } from '@watchcase/protocol';
import type { Store, Tx } from '../store/index.ts';

/** What the last passes over all customers found, whichever collectors made them. */
export interface LastPasses {
  /** When the shard that was looked at longest ago was, Unix milliseconds; null while one never was. */
  oldestAt: number | null;
  /** Open cases that nobody was at. */
  forgotten: number;
}

/** Notes that the shards were looked at, all of them without a list. What was found counts with the first. */
export async function notePass(
  tx: Tx,
  { shards, now, forgotten }: { shards: readonly number[] | undefined; now: number; forgotten: number },
): Promise<void> {
  const all = shards ?? Array.from({ length: SHARDS }, (_, shard) => shard);
  if (all.length === 0) return;
  await tx
    .insertInto('audit_passes')
    .values(all.map((shard, index) => ({ shard, at: now, forgotten: index === 0 ? forgotten : 0 })))
    .onConflict((conflict) =>
      conflict.column('shard').doUpdateSet((set) => ({
        at: set.ref('excluded.at'),
        forgotten: set.ref('excluded.forgotten'),
      })),
    )
    .execute();
}

/** Reads it. */
export async function readPasses(db: Store['db']): Promise<LastPasses> {
  const rows = await db.selectFrom('audit_passes').selectAll().execute();
  return {
    oldestAt: rows.length < SHARDS ? null : Math.min(...rows.map(({ at }) => at)),
    forgotten: rows.reduce((sum, row) => sum + row.forgotten, 0),
  };
}
