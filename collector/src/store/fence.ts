import type { Store, Tx } from './contract.ts';

/** This collector's place among its peers was given away while it was not looking: what it knows is not to be written any more. */
export class MembershipLost extends Error {
  constructor() {
    super('another collector has taken over: this one was not heard of for too long');
  }
}

/**
 * A store whose every transaction first looks whether the member is still there, and keeps it there until its end: PostgreSQL deletes no row that a
 * transaction has locked, so whoever takes over finds all that was committed before, and nothing is committed after. Rejects with MembershipLost.
 */
export function fenced(store: Store, member: () => string | undefined): Store {
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (tx) => {
        await lockMember(tx, member());
        return work(tx);
      }),
  };
}

async function lockMember(tx: Tx, member: string | undefined): Promise<void> {
  if (member === undefined) throw new MembershipLost();
  // A key-share lock stands in nobody's way but a deletion's; renewing the lease goes on beside it.
  const row = await tx
    .selectFrom('collectors')
    .select('id')
    .where('id', '=', member)
    .forKeyShare()
    .executeTakeFirst();
  if (row === undefined) throw new MembershipLost();
}
