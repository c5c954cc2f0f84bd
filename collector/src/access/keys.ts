import type { Role } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import type { Store, Tables } from '../store/index.ts';
import type { Asker } from './asker.ts';
import type { Changing, Note } from './note.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** How long a login link may be used. */
export const LOGIN_LINK_MS = 15 * 60_000;
/** A session's last use is written down this often. */
const SEEN_MS = 60_000;
const MOST_DEVICE = 200;
/** Where somebody has signed in is known so long. */
const PLACE_MS = 180 * 86_400_000;

export type KeyRow = Selectable<Tables['access']>;

/** Whom a new session is for. */
export interface SessionOf {
  accountId: string;
  name: string;
  scope?: Role | null;
  device?: string | undefined;
  /** It ends then at the latest. */
  until?: number | null;
}

/** Where somebody asks from. */
export interface From {
  /** What a browser has from its last sign-in. */
  cookie: string | undefined;
  /** The network it is in. */
  client: string;
}

/** What lets people and programs in: sessions, login links, API tokens, all kept as hashes. */
export interface Keys {
  /** Whoever has it; undefined for one that is not known, has ended, or whose account was retired. */
  find(kind: 'session' | 'api', secret: string, now: number): Promise<Asker | undefined>;
  openSession(of: SessionOf, now: number): Promise<{ cookie: string; expiresAt: number }>;
  /** The place as which an account is known where somebody asks from; undefined where it has not signed in before. */
  placeOf(accountId: string, from: From, now: number): Promise<string | undefined>;
  /** An account has signed in from there; gives the cookie by which the browser is known again, undefined when it has it. */
  knowPlace(
    of: { accountId: string; name: string },
    from: From,
    now: number,
  ): Promise<{ cookie: string; expiresAt: number } | undefined>;
  /** Ends the session of a cookie. */
  closeSession(cookie: string): Promise<void>;
  newLoginLink(of: SessionOf, now: number): Promise<string>;
  isLoginLink(token: string): Promise<boolean>;
  /** The account, once per link, before it expires. */
  redeemLoginLink(token: string, now: number): Promise<{ id: string; name: string } | undefined>;
  /** A token; this answer alone has its secret. */
  newToken(
    of: { accountId: string; name: string; scope: Role | null; expiresAt: number | null },
    by: Changing,
  ): Promise<{ row: KeyRow; token: string }>;
  /** Those in force, newest first; of one account where it is named. */
  list(kind: 'session' | 'api', now: number, accountId?: string): Promise<(KeyRow & { owner: string })[]>;
  /** Ends one by its id. Errors: KEY_NOT_FOUND, also for one that is another account's where `accountId` is named. */
  end(id: string, by: Changing, accountId?: string): Promise<void>;
  /** Calls `listener` with the hash of a session that was closed here, until the returned function is called. */
  onClosed(listener: (hash: string) => void): () => void;
}

/** Builds it over the store; a session lasts `sessionMs`. */
export function createKeys(store: Store, note: Note, sessionMs: number): Keys {
  const { db } = store;
  const listeners = new Set<(hash: string) => void>();
  const tellClosed = (hash: string) => listeners.forEach((listener) => listener(hash));

  async function add(
    kind: KeyRow['kind'],
    of: SessionOf & { name: string },
    times: { now: number; expiresAt: number | null },
  ): Promise<{ secret: string; row: KeyRow }> {
    const secret = newSecret();
    const hash = hashSecret(secret);
    const row = await store.transaction(async (tx) => {
      await tx.deleteFrom('access').where('expires_at', '<', times.now).execute();
      return tx
        .insertInto('access')
        .values({
          token_sha256: hash,
          kind,
          id: hash.slice(0, 16),
          name: of.name,
          account_id: of.accountId,
          scope: of.scope ?? null,
          device: of.device?.slice(0, MOST_DEVICE) ?? null,
          created_at: times.now,
          expires_at: times.expiresAt,
          used_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    return { secret, row };
  }

  const places = (accountId: string, now: number) =>
    db
      .selectFrom('access')
      .select('token_sha256')
      .where('kind', '=', 'place')
      .where('account_id', '=', accountId)
      .where('expires_at', '>', now);
  const placeOfCookie = async (accountId: string, cookie: string | undefined, now: number) =>
    cookie === undefined
      ? undefined
      : places(accountId, now).where('token_sha256', '=', hashSecret(cookie)).executeTakeFirst();

  return {
    async placeOf(accountId, { cookie, client }, now) {
      const own = await placeOfCookie(accountId, cookie, now);
      if (own !== undefined) return own.token_sha256;
      const near = await places(accountId, now).where('device', '=', client).executeTakeFirst();
      return near === undefined ? undefined : client;
    },
    async knowPlace(of, { cookie, client }, now) {
      if ((await placeOfCookie(of.accountId, cookie, now)) !== undefined) return undefined;
      const expiresAt = now + PLACE_MS;
      const { secret } = await add('place', { ...of, device: client }, { now, expiresAt });
      return { cookie: secret, expiresAt };
    },
    async find(kind, secret, now) {
      const row = await db
        .selectFrom('access')
        .innerJoin('accounts', 'accounts.id', 'access.account_id')
        .selectAll('access')
        .select(['accounts.name as owner', 'accounts.role', 'accounts.customers', 'accounts.teams'])
        .where('token_sha256', '=', hashSecret(secret))
        .where('access.kind', '=', kind)
        .where('accounts.retired_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined || (row.expires_at !== null && row.expires_at <= now)) return undefined;
      if (now - (row.seen_at ?? 0) > SEEN_MS) await noteSeen(store, row.token_sha256, now);
      return askerOf(row);
    },
    async openSession(of, now) {
      const expiresAt = Math.min(now + sessionMs, of.until ?? Number.POSITIVE_INFINITY);
      const { secret } = await add('session', of, { now, expiresAt });
      return { cookie: secret, expiresAt };
    },
    async closeSession(cookie) {
      const hash = hashSecret(cookie);
      await store.transaction((tx) => tx.deleteFrom('access').where('token_sha256', '=', hash).execute());
      tellClosed(hash);
    },
    async newLoginLink(of, now) {
      return (await add('login-link', of, { now, expiresAt: now + LOGIN_LINK_MS })).secret;
    },
    async isLoginLink(token) {
      const row = db.selectFrom('access').select('kind').where('token_sha256', '=', hashSecret(token));
      return (await row.executeTakeFirst())?.kind === 'login-link';
    },
    redeemLoginLink: (token, now) =>
      store.transaction(async (tx) => {
        const row = await tx
          .updateTable('access')
          .set({ used_at: now })
          .where('token_sha256', '=', hashSecret(token))
          .where('kind', '=', 'login-link')
          .where('used_at', 'is', null)
          .where('expires_at', '>', now)
          .returning('account_id')
          .executeTakeFirst();
        if (row?.account_id == null) return undefined;
        return tx
          .selectFrom('accounts')
          .select(['id', 'name'])
          .where('id', '=', row.account_id)
          .where('retired_at', 'is', null)
          .executeTakeFirst();
      }),
    async newToken(of, by) {
      const { secret, row } = await add('api', of, { now: by.now, expiresAt: of.expiresAt });
      const { name, scope, expiresAt } = of;
      const after = { name, scope, owner: of.accountId, expiresAt };
      await store.transaction((tx) =>
        note(tx, [{ subject: `tokens/${row.id}`, act: 'add', before: null, after }], by),
      );
      return { row, token: secret };
    },
    async list(kind, now, accountId) {
      let select = db
        .selectFrom('access')
        .innerJoin('accounts', 'accounts.id', 'access.account_id')
        .selectAll('access')
        .select('accounts.name as owner')
        .where('access.kind', '=', kind)
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
        .orderBy('access.created_at', 'desc')
        .orderBy('access.id');
      if (accountId !== undefined) select = select.where('account_id', '=', accountId);
      return select.limit(1000).execute();
    },
    async end(id, by, accountId) {
      const ended = await store.transaction(async (tx) => {
        let ending = tx.deleteFrom('access').where('id', '=', id);
        if (accountId !== undefined) ending = ending.where('account_id', '=', accountId);
        const row = await ending.returningAll().executeTakeFirst();
        if (row === undefined) throw unknownKey(id);
        const before = { name: row.name, owner: row.account_id };
        const subject = `${row.kind === 'api' ? 'tokens' : 'sessions'}/${id}`;
        await note(tx, [{ subject, act: 'end', before, after: null }], by);
        return row;
      });
      tellClosed(ended.token_sha256);
    },
    onClosed(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function noteSeen(store: Store, hash: string, now: number): Promise<void> {
  await store.transaction((tx) =>
    tx.updateTable('access').set({ seen_at: now }).where('token_sha256', '=', hash).execute(),
  );
}

function askerOf(
  row: KeyRow & { owner: string; role: string; customers: string | null; teams: string },
): Asker {
  const isToken = row.kind === 'api';
  const accountId = row.account_id ?? '';
  return {
    kind: isToken ? 'token' : 'account',
    id: isToken ? (row.id ?? '') : accountId,
    accountId,
    name: isToken ? row.name : row.owner,
    role: row.role as Role,
    scope: row.scope as Role | null,
    customers: row.customers === null ? null : (JSON.parse(row.customers) as string[]),
    teams: JSON.parse(row.teams) as string[],
  };
}

function unknownKey(id: string): UserError {
  return new UserError({ code: 'KEY_NOT_FOUND', place: id, message: 'there is no such session or token' });
}
