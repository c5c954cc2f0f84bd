import type { JudgedBlock } from '../model/index.ts';
import type { Store, Tx } from './contract.ts';

/** Rows per statement. */
const CHUNK = 500;
/** Rows deleted in one transaction. */
const MOST_DELETED = 5000;

/** Keeps blocks for the next owner of their hosts, in this order and each until the moment given. One that is there already is left as it is. */
export async function writeJudged(
  tx: Tx,
  blocks: readonly (JudgedBlock & { until: number })[],
): Promise<void> {
  for (let at = 0; at < blocks.length; at += CHUNK) {
    const rows = blocks.slice(at, at + CHUNK).map(({ hostId, layouts, ...block }) => ({
      ...block,
      host_id: hostId,
      layouts: JSON.stringify(layouts),
    }));
    await tx
      .insertInto('judged_blocks')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['host_id', 'history', 'block']).doNothing())
      .execute();
  }
}

/** What is kept of these hosts (some hundreds at most), in the order it was judged, and the layouts it names as far as the store has them, as JSON. */
export async function readJudged(
  db: Store['db'],
  hostIds: readonly string[],
): Promise<{ blocks: Map<string, JudgedBlock[]>; layouts: string[] }> {
  const rows = await db
    .selectFrom('judged_blocks')
    .select(['host_id as hostId', 'history', 'block', 'first', 'layouts', 'data'])
    .where('host_id', 'in', hostIds)
    .orderBy('id')
    .execute();
  const blocks = rows.map((row) => ({ ...row, layouts: JSON.parse(row.layouts) as JudgedBlock['layouts'] }));
  const ids = [...new Set(blocks.flatMap(({ layouts }) => Object.values(layouts)))];
  const known =
    ids.length === 0 ? [] : await db.selectFrom('layouts').select('content').where('id', 'in', ids).execute();
  return {
    blocks: Map.groupBy(blocks, ({ hostId }) => hostId),
    layouts: known.map(({ content }) => content),
  };
}

/** Deletes what nothing looks back on at `now`; gives how many blocks. Several collectors may do so at once. */
export async function deleteJudged(store: Pick<Store, 'transaction'>, now: number): Promise<number> {
  for (let deleted = 0; ; ) {
    const count = await store.transaction((tx) => deleteSome(tx, now));
    deleted += count;
    if (count < MOST_DELETED) return deleted;
  }
}

async function deleteSome(tx: Tx, now: number): Promise<number> {
  const result = await tx
    .deleteFrom('judged_blocks')
    .where('id', 'in', (query) =>
      query.selectFrom('judged_blocks').select('id').where('until', '<', now).limit(MOST_DELETED),
    )
    .where('until', '<', now)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
