import type { Tx } from './contract.ts';

const KEY = 'turn';

/** Leaves the turn's id in the transaction; only the last one is kept, of each collector where there are several (`member`). */
export async function markTurn(tx: Tx, turn: string, member?: string): Promise<void> {
  if (member !== undefined) {
    await tx.updateTable('collectors').set({ turn }).where('id', '=', member).execute();
    return;
  }
  await tx
    .insertInto('meta')
    .values({ key: KEY, value: turn })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: turn }))
    .execute();
}

/** True when the last transaction that left a mark was this turn's: it is committed, whatever its connection said. */
export async function isTurnMarked(tx: Tx, turn: string, member?: string): Promise<boolean> {
  if (member !== undefined) {
    const row = await tx.selectFrom('collectors').select('turn').where('id', '=', member).executeTakeFirst();
    return row?.turn === turn;
  }
  const row = await tx.selectFrom('meta').select('value').where('key', '=', KEY).executeTakeFirst();
  return row?.value === turn;
}
