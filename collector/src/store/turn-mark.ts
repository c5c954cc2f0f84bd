import type { Tx } from './index.ts';

const KEY = 'turn';

/** Leaves the turn's id in the transaction; only the last one is kept. */
export async function markTurn(tx: Tx, turn: string): Promise<void> {
  await tx
    .insertInto('meta')
    .values({ key: KEY, value: turn })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: turn }))
    .execute();
}

/** True when the last transaction that left a mark was this turn's: it is committed, whatever its connection said. */
export async function isTurnMarked(tx: Tx, turn: string): Promise<boolean> {
  const row = await tx.selectFrom('meta').select('value').where('key', '=', KEY).executeTakeFirst();
  return row?.value === turn;
}
