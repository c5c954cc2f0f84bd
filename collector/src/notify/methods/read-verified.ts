import { prepared } from '../../prepared.ts';
import type { Store, Tx } from '../../store/index.ts';

/** Somebody's address by a channel. */
export interface MethodPlace {
  /** Id in the directory. */
  person: string;
  channel: string;
  address: string;
}

/** Which addresses people have shown to be theirs. */
export type IsVerified = (method: MethodPlace) => boolean;

/** Reads them again only when there are others; gives the same function as long as they are the same. */
export function verifiedReader(): (db: Store['db'] | Tx) => Promise<IsVerified> {
  let known: { stamp: string; isVerified: IsVerified } | undefined;
  return async (db) => {
    const [newest] = (await selectStamp(db)).rows;
    const stamp = `${newest?.count} ${newest?.last}`;
    if (known?.stamp === stamp) return known.isVerified;
    const rows = await db.selectFrom('verified_methods').select(['person', 'channel', 'address']).execute();
    const keys = new Set(rows.map(keyOf));
    known = { stamp, isVerified: (method) => keys.has(keyOf(method)) };
    return known.isVerified;
  };
}

const selectStamp = prepared((db) =>
  db
    .selectFrom('verified_methods')
    .select((query) => [query.fn.countAll<number>().as('count'), query.fn.max('id').as('last')]),
);

function keyOf({ person, channel, address }: MethodPlace): string {
  return JSON.stringify([person, channel, address]);
}
