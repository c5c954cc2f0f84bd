import { sql } from 'kysely';
import type { Store } from './contract.ts';

/** Any fixed number. */
const LOCK = 7_240_114;
/** More than the broker takes to honour a new credential. */
const MOST_IDLE_MS = 30_000;

/** A store whose transactions wait for those of other collectors: what they do outside (the broker's password file) must not overlap. */
export function takingTurns(store: Store): Store {
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (tx) => {
        await sql`select set_config('idle_in_transaction_session_timeout', ${String(MOST_IDLE_MS)}, true)`.execute(
          tx,
        );
        await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
        return work(tx);
      }),
  };
}
