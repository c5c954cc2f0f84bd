import { workAlone } from './alone.ts';
import type { Membership, MembershipNeeds } from './contract.ts';
import { workWithOthers } from './with-others.ts';

export type { Membership } from './contract.ts';

/** Decides it once: `shared` when other collectors work on the same database. Errors: STORE_IS_SHARED (UserError). */
export function openMembership(shared: boolean, needs: MembershipNeeds): Promise<Membership> {
  return shared ? workWithOthers(needs) : workAlone(needs);
}
