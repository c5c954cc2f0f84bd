import type { Store } from './contract.ts';

/** A secret that several collectors share: the first one's, for all. What one signs the others can read then. */
export async function sharedSecret(
  store: Pick<Store, 'transaction'>,
  key: 'link_secret' | 'package_key',
  own: string,
): Promise<string> {
  return store.transaction(async (tx) => {
    await tx
      .insertInto('meta')
      .values({ key, value: own })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const row = await tx.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirstOrThrow();
    return row.value;
  });
}
