import type { Store, Tx } from './contract.ts';

/** A collector's own history, and the last block written in it. */
export interface HistoryMark {
  history: string;
  block: number;
}

/** Notes, with what is committed, that the store knows of all blocks up to this one. */
export async function markHistory(tx: Tx, { history, block }: HistoryMark): Promise<void> {
  await tx
    .insertInto('history_marks')
    .values({ history, block })
    .onConflict((conflict) => conflict.column('history').doUpdateSet({ block }))
    .execute();
}

/** Up to which block the store knows of what is in this history; undefined when nothing was ever noted. */
export async function readHistoryMark(db: Store['db'], history: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('history_marks')
    .select('block')
    .where('history', '=', history)
    .executeTakeFirst();
  return row?.block;
}
