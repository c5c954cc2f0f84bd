import type { Flow } from '../flow.ts';
import type { Membership } from '../membership/index.ts';
import type { Store } from '../store/index.ts';

/** The store for those whose transactions must not fall into a turn, under the fence of our membership. */
export function storeBetweenTurns(store: Store, flow: Flow, membership: Membership): Store {
  return { ...store, transaction: (work) => flow.exclusive(() => membership.transaction(work)) };
}
