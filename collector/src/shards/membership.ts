import { sql } from 'kysely';
import type { Tx } from '../store/index.ts';

/** A collector not heard of for this long has lost its shards. */
export const LEASE_MS = 6000;

/** All leases are told by one clock, the database's: those of the machines may differ. */
const now = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
const leaseEnd = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint + ${LEASE_MS}`;

/** Joins under a name nobody had before. */
export async function join(tx: Tx, id: string): Promise<void> {
  await tx.insertInto('collectors').values({ id, until: leaseEnd, turn: null }).execute();
}

/** Says that it lives; false when it was given up already. A lease that has ended goes on when nobody noticed. */
export async function renew(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .updateTable('collectors')
    .set({ until: leaseEnd })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a membership; its shards are free. */
export async function leave(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('collectors').where('id', '=', id).execute();
}

/** Ends the memberships of those not heard of. One whose transaction is under way is left for the next time: it is not over yet. */
export async function buryDead(tx: Tx): Promise<string[]> {
  const dead = await tx
    .deleteFrom('collectors')
    .where('id', 'in', (query) =>
      query.selectFrom('collectors').select('id').where('until', '<', now).forUpdate().skipLocked(),
    )
    .returning('id')
    .execute();
  return dead.map((row) => row.id);
}

/** How many collectors live, and who has how many shards. */
export async function readShares(
  tx: Tx,
  id: string,
): Promise<{ collectors: number; held: number[]; free: number }> {
  const collectors = await tx.selectFrom('collectors').select('id').where('until', '>=', now).execute();
  const shards = await tx.selectFrom('shards').selectAll().orderBy('shard').execute();
  return {
    collectors: collectors.length,
    held: shards.filter((row) => row.owner === id).map((row) => row.shard),
    free: shards.filter((row) => row.owner === null).length,
  };
}

/** Takes up to `most` free shards; two who take at once get different ones. */
export async function takeFree(tx: Tx, id: string, most: number): Promise<number[]> {
  const taken = await tx
    .updateTable('shards')
    .set({ owner: id })
    .where('shard', 'in', (query) =>
      query
        .selectFrom('shards')
        .select('shard')
        .where('owner', 'is', null)
        .orderBy('shard')
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .returning('shard')
    .execute();
  return taken.map((row) => row.shard).toSorted((a, b) => a - b);
}

/** Gives back shards that are one's own. */
export async function giveBack(tx: Tx, id: string, shards: readonly number[]): Promise<void> {
  await tx
    .updateTable('shards')
    .set({ owner: null })
    .where('owner', '=', id)
    .where('shard', 'in', shards)
    .execute();
}
