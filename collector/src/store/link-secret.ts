import type { Store } from './contract.ts';

const KEY = 'link_secret';

/** The secret with which several collectors sign the links in pages: the first one's, for all, so that each can read the links of the others. */
export async function sharedLinkSecret(store: Pick<Store, 'transaction'>, own: string): Promise<string> {
  return store.transaction(async (tx) => {
    await tx
      .insertInto('meta')
      .values({ key: KEY, value: own })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const row = await tx.selectFrom('meta').select('value').where('key', '=', KEY).executeTakeFirstOrThrow();
    return row.value;
  });
}
