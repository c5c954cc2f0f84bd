import { randomBytes } from 'node:crypto';
import type { Account, AccountChange, NewAccount } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { Store, Tx } from '../store/index.ts';
import { type AccountRow, accountView, columnsOf, emailKey } from './account.ts';
import type { Changing, Note } from './note.ts';
import { hashPassword, isPassword } from './password.ts';
import { refuseWeak } from './password-refused.ts';

/** The account of whoever starts the collector. */
export const FIRST_ACCOUNT = 'admin';

/** People with an account of their own. What changes of them is noted in the same transaction. */
export interface Accounts {
  list(): Promise<Account[]>;
  /** Errors: ACCOUNT_NOT_FOUND, also for one that is retired. */
  read(id: string): Promise<AccountRow>;
  /** Errors: EMAIL_TAKEN, ACCOUNT_WITHOUT_CUSTOMERS. */
  add(wanted: NewAccount, by: Changing): Promise<Account>;
  /** Ends its sessions too where it is retired. Errors: ACCOUNT_NOT_FOUND, EMAIL_TAKEN, LAST_ADMINISTRATOR, ACCOUNT_WITHOUT_CUSTOMERS. */
  change(id: string, change: AccountChange, by: Changing): Promise<Account>;
  /** Sets one's own password; the one before must be said where there is one. Errors: PASSWORD_REFUSED, PASSWORD_WRONG. */
  setPassword(id: string, said: { old?: string | undefined; new: string }, by: Changing): Promise<void>;
  /** Who signs in with this address and password; undefined for nobody, as late. */
  byPassword(email: string, password: string): Promise<AccountRow | undefined>;
  /** Who has this address and may sign in. */
  byEmail(email: string): Promise<AccountRow | undefined>;
  /** Who it is at a provider: known from before, or by an address that the provider has seen for itself; undefined for nobody. */
  byProvider(at: { key: string; email: string | undefined }, by: Changing): Promise<AccountRow | undefined>;
}

/** Builds it over the store. */
export function createAccounts(store: Store, note: Note): Accounts {
  const { db } = store;
  const active = () => db.selectFrom('accounts').selectAll().where('retired_at', 'is', null);
  const byEmail = (email: string) => active().where('email_key', '=', emailKey(email)).executeTakeFirst();

  return {
    async list() {
      const rows = await db.selectFrom('accounts').selectAll().orderBy('name').orderBy('id').execute();
      return rows.map(accountView);
    },
    async read(id) {
      const row = await active().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw unknownAccount(id);
      return row;
    },
    add: (wanted, by) =>
      store.transaction(async (tx) => {
        await refuseTaken(tx, wanted.email, undefined);
        const id = `a-${randomBytes(6).toString('hex')}`;
        const row = { id, name: wanted.name, role: wanted.role, teams: '[]', created_at: by.now };
        await tx
          .insertInto('accounts')
          .values({ ...row, ...columnsOf(wanted) })
          .execute();
        const after = accountView(await rowOf(tx, id));
        await refuseHelpless(tx, after);
        await note(tx, [{ subject: `accounts/${id}`, act: 'add', before: null, after }], by);
        return after;
      }),
    change: (id, change, by) =>
      store.transaction(async (tx) => {
        const before = accountView(await rowOf(tx, id));
        await refuseTaken(tx, change.email, id);
        const retired = change.retired === undefined ? {} : { retired_at: change.retired ? by.now : null };
        const set = { ...columnsOf(change), ...retired };
        if (Object.keys(set).length > 0)
          await tx.updateTable('accounts').set(set).where('id', '=', id).execute();
        const after = accountView(await rowOf(tx, id));
        await refuseHelpless(tx, after);
        if (change.retired === true) await tx.deleteFrom('access').where('account_id', '=', id).execute();
        const act = change.retired === true ? 'retire' : 'change';
        await note(tx, [{ subject: `accounts/${id}`, act, before, after }], by);
        return after;
      }),
    async setPassword(id, said, by) {
      const row = await active().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw unknownAccount(id);
      if (row.password !== null && !(await isPassword(said.old ?? '', row.password))) throw wrongPassword();
      await refuseWeak(said.new, [row.name, row.email ?? '']);
      const password = await hashPassword(said.new);
      await store.transaction(async (tx) => {
        await tx.updateTable('accounts').set({ password }).where('id', '=', id).execute();
        const entry = { subject: `accounts/${id}`, act: 'set-password', before: null, after: null };
        await note(tx, [entry], by);
      });
    },
    byEmail,
    async byPassword(email, password) {
      const row = await byEmail(email);
      return (await isPassword(password, row?.password ?? null)) ? row : undefined;
    },
    async byProvider({ key, email }, by) {
      const known = await active().where('oidc', '=', key).executeTakeFirst();
      if (known !== undefined || email === undefined) return known;
      const row = await byEmail(email);
      if (row === undefined || row.oidc !== null) return undefined;
      await store.transaction(async (tx) => {
        await tx.updateTable('accounts').set({ oidc: key }).where('id', '=', row.id).execute();
        const entry = {
          subject: `accounts/${row.id}`,
          act: 'join-provider',
          before: null,
          after: { provider: key },
        };
        await note(tx, [entry], by);
      });
      return row;
    },
  };
}

async function rowOf(tx: Tx, id: string): Promise<AccountRow> {
  const row = await tx.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw unknownAccount(id);
  return row;
}

async function refuseTaken(tx: Tx, email: string | null | undefined, own: string | undefined): Promise<void> {
  if (email == null) return;
  const row = await tx
    .selectFrom('accounts')
    .select('id')
    .where('email_key', '=', emailKey(email))
    .executeTakeFirst();
  if (row === undefined || row.id === own) return;
  throw new UserError({
    code: 'EMAIL_TAKEN',
    place: email,
    message: 'another account has this address',
    fix: 'use that one, or give it another address first',
  });
}

/** Somebody can always let others in again, and a customer's account belongs to a customer. */
async function refuseHelpless(tx: Tx, { id, role, customers }: Account): Promise<void> {
  if (role === 'customer' && (customers ?? []).length === 0)
    throw new UserError({
      code: 'ACCOUNT_WITHOUT_CUSTOMERS',
      place: id,
      message: 'an account of the role customer belongs to at least one customer',
      fix: 'say which: "customers": ["ID"]',
    });
  const admin = await tx
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'admin')
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (admin !== undefined) return;
  throw new UserError({
    code: 'LAST_ADMINISTRATOR',
    place: id,
    message: 'nobody would be left to let others in',
    fix: 'make somebody else an administrator first',
  });
}

function unknownAccount(id: string): UserError {
  return new UserError({ code: 'ACCOUNT_NOT_FOUND', place: id, message: 'there is no such account' });
}

function wrongPassword(): UserError {
  return new UserError({
    code: 'PASSWORD_WRONG',
    place: 'old',
    message: 'this is not the password you have now',
    fix: 'sign in by a link that is mailed to you, or ask an administrator for one, if you have forgotten it',
  });
}
