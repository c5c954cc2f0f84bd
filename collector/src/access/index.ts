import { timingSafeEqual } from 'node:crypto';
import type { Store } from '../store/index.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { administrator, type Asker } from './asker.ts';
import { createKeys, type Keys } from './keys.ts';
import type { Note } from './note.ts';
import { createPasswordTries, type PasswordTries } from './password-tries.ts';
import { hashSecret } from './secrets.ts';
import { type SignedIn, signInBy, type Typed } from './sign-in.ts';

export { FIRST_ACCOUNT } from './accounts.ts';
export type { Asker } from './asker.ts';
export { type From, LOGIN_LINK_MS, type SessionOf } from './keys.ts';
export { actionsOf, isTheirs, may, type Subject, type Verdict } from './may.ts';
export type { Changing, Note } from './note.ts';
export { createProvider, type Provider, type ProviderConfig, providerSchema } from './provider.ts';
export { type Action, rights } from './rights.ts';
export { hashSecret, newSecret } from './secrets.ts';

/** Who may come in, and what they are to the house. What they may do is asked of `may`. */
export interface Access {
  readonly accounts: Accounts;
  readonly keys: Keys;
  /** How often passwords of an account were tried from where. */
  readonly tries: PasswordTries;
  /** Who comes in by what they type. */
  signIn(typed: Typed, now: number): Promise<SignedIn>;
  /** Whoever has a bearer token: the administrator's, or one of an account; undefined for nobody. */
  bearer(token: string, now: number): Promise<Asker | undefined>;
  /** Whoever has a console session's cookie; undefined for nobody. */
  session(cookie: string, now: number): Promise<Asker | undefined>;
}

/** Opens it over the store; `adminToken` is the token of scripts on this machine, a console session lasts `sessionMs`, and `note` writes the audit log. */
export function openAccess(
  store: Store,
  { adminToken, sessionMs }: { adminToken: string; sessionMs: number },
  note: Note,
): Access {
  const adminHash = Buffer.from(hashSecret(adminToken), 'hex');
  const keys = createKeys(store, note, sessionMs);
  const accounts = createAccounts(store, note);
  const tries = createPasswordTries();
  return {
    accounts,
    keys,
    tries,
    signIn: signInBy({ accounts, keys, tries }),
    async bearer(token, now) {
      if (timingSafeEqual(Buffer.from(hashSecret(token), 'hex'), adminHash)) return administrator;
      return keys.find('api', token, now);
    },
    session: (cookie, now) => keys.find('session', cookie, now),
  };
}
