import type { Generated } from 'kysely';
import type { Fixed, Json, Millis } from './columns.ts';

/** Somebody who may sign in. */
export interface AccountTable {
  id: Fixed<string>;
  name: string;
  /** As typed; nobody else has it, in any case. */
  email: string | null;
  email_key: string | null;
  role: string;
  /** JSON array of customers' ids; null for all. */
  customers: Json | null;
  /** JSON array of teams' ids. */
  teams: Json;
  /** As access/password.ts writes it; null without one. */
  password: string | null;
  /** Issuer and subject at the provider that vouches for them. */
  oidc: string | null;
  language: string | null;
  created_at: Fixed<Millis>;
  /** Since when they may not sign in any more. */
  retired_at: Millis | null;
}

/** A session, a login link, an API token or a place where somebody has signed in, by its hash. */
export interface AccessTable {
  token_sha256: Fixed<string>;
  kind: Fixed<'session' | 'login-link' | 'api' | 'place'>;
  name: string;
  created_at: Fixed<Millis>;
  expires_at: Millis | null;
  used_at: Millis | null;
  /** By which people name it, and end it. */
  id: Generated<string | null>;
  account_id: Generated<string | null>;
  /** A token's role, where it is less than its owner's. */
  scope: Generated<string | null>;
  /** The browser of a session, as it called itself; the network of a place. */
  device: Generated<string | null>;
  seen_at: Generated<Millis | null>;
}
