import type { KyselyPlugin } from 'kysely';

/** A plugin of a database that counts its statements. */
export function statementCounter(): KyselyPlugin & { count: number } {
  const counter = {
    count: 0,
    transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]) {
      counter.count++;
      return node;
    },
    transformResult: ({ result }: Parameters<KyselyPlugin['transformResult']>[0]) => Promise.resolve(result),
  };
  return counter;
}
