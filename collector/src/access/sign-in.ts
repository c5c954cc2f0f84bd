import { type AccountRow, emailKey } from './account.ts';
import type { Accounts } from './accounts.ts';
import type { Keys, From } from './keys.ts';
import type { PasswordTries } from './password-tries.ts';

/** What somebody types to come in, and where. */
export interface Typed {
  email: string;
  password: string;
  from: From;
}

/** Who it is; `wrong` for nobody, as late as for somebody; or how long to wait, however right it may be. */
export type SignedIn =
  | { is: 'right'; account: AccountRow }
  | { is: 'wrong' }
  | { is: 'wait'; waitMs: number };

/** Signs in by password, which can be tried so often only for each account from each place. */
export function signInBy({
  accounts,
  keys,
  tries,
}: {
  accounts: Accounts;
  keys: Keys;
  tries: PasswordTries;
}): (typed: Typed, now: number) => Promise<SignedIn> {
  return async ({ email, password, from }, now) => {
    const known = await accounts.byEmail(email);
    const place = known === undefined ? undefined : await keys.placeOf(known.id, from, now);
    const one = tries.begin(emailKey(email), place, now);
    if (one.waitMs > 0) return { is: 'wait', waitMs: one.waitMs };
    const account = await accounts.byPassword(email, password);
    if (account === undefined) return { is: 'wrong' };
    one.right();
    return { is: 'right', account };
  };
}
