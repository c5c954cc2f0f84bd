import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../store/index.ts';

const SESSION_MS = 12 * 3_600_000;
/** How long a login link may be used. */
export const LOGIN_LINK_MS = 15 * 60_000;
const SECRET_BYTES = 32;

/** Who may use the API: the administrator's token, tokens in the store, console sessions, one-time login links. All are kept hashed. */
export interface Access {
  /** Name behind a bearer token, or undefined. */
  bearer(token: string, now: number): Promise<string | undefined>;
  /** Name behind a console session, or undefined. */
  session(cookie: string, now: number): Promise<string | undefined>;
  /** A new console session's cookie value. */
  openSession(name: string, now: number): Promise<{ cookie: string; expiresAt: number }>;
  closeSession(cookie: string): Promise<void>;
  /** Calls `listener` when a session is closed, until the returned function is called. */
  onClosed(listener: (cookie: string) => void): () => void;
  /** A token for one login within 15 minutes. */
  newLoginLink(now: number): Promise<string>;
  /** True of a link that was made here and not forgotten yet, used or not. */
  isLoginLink(token: string): Promise<boolean>;
  /** True once per link, before it expires. */
  redeemLoginLink(token: string, now: number): Promise<boolean>;
}

/** SHA-256 of a secret with 256 random bits, hex: such a secret needs no stretching. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A new secret, URL-safe; none begins with a dash, which a command line would take for an option. */
export function newSecret(): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return secret.startsWith('-') ? newSecret() : secret;
}

/** Builds access over the store; `adminToken` is the administrator's bearer token. */
export function createAccess(store: Store, adminToken: string): Access {
  const listeners = new Set<(cookie: string) => void>();
  const adminHash = Buffer.from(hashSecret(adminToken), 'hex');

  async function find(kind: 'session' | 'api', token: string, now: number): Promise<string | undefined> {
    const row = await store.db
      .selectFrom('access')
      .select(['name', 'expires_at'])
      .where('token_sha256', '=', hashSecret(token))
      .where('kind', '=', kind)
      .executeTakeFirst();
    return row !== undefined && (row.expires_at === null || row.expires_at > now) ? row.name : undefined;
  }

  async function add(
    kind: 'session' | 'login-link',
    name: string,
    times: { now: number; validMs: number },
  ): Promise<string> {
    const token = newSecret();
    const { now, validMs } = times;
    await store.transaction(async (tx) => {
      await tx.deleteFrom('access').where('expires_at', '<', now).execute();
      await tx
        .insertInto('access')
        .values({
          token_sha256: hashSecret(token),
          kind,
          name,
          created_at: now,
          expires_at: now + validMs,
          used_at: null,
        })
        .execute();
    });
    return token;
  }

  return {
    async bearer(token, now) {
      if (timingSafeEqual(Buffer.from(hashSecret(token), 'hex'), adminHash)) return 'admin';
      return find('api', token, now);
    },
    session: (cookie, now) => find('session', cookie, now),
    openSession: async (name, now) => ({
      cookie: await add('session', name, { now, validMs: SESSION_MS }),
      expiresAt: now + SESSION_MS,
    }),
    async closeSession(cookie) {
      await store.transaction((tx) =>
        tx.deleteFrom('access').where('token_sha256', '=', hashSecret(cookie)).execute(),
      );
      for (const listener of listeners) listener(cookie);
    },
    onClosed(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    newLoginLink: (now) => add('login-link', 'admin', { now, validMs: LOGIN_LINK_MS }),
    async isLoginLink(token) {
      const row = await store.db
        .selectFrom('access')
        .select('kind')
        .where('token_sha256', '=', hashSecret(token))
        .executeTakeFirst();
      return row?.kind === 'login-link';
    },
    redeemLoginLink: (token, now) =>
      store.transaction(async (tx) => {
        const result = await tx
          .updateTable('access')
          .set({ used_at: now })
          .where('token_sha256', '=', hashSecret(token))
          .where('kind', '=', 'login-link')
          .where('used_at', 'is', null)
          .where('expires_at', '>', now)
          .executeTakeFirst();
        return result.numUpdatedRows === 1n;
      }),
  };
}
