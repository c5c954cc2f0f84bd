import {
  type Account,
  type AccountChange,
  accountListSchema,
  accountSchema,
  type CreatedToken,
  createdTokenSchema,
  type Key,
  keyListSchema,
  type LoginLink,
  loginLinkSchema,
  type NewAccount,
  type NewToken,
} from '@watchcase/api';
import { request } from './request.ts';

const nothing = { parse: () => null };

/** Everybody who may sign in, or could once. */
export function readAccounts(signal: AbortSignal): Promise<{ items: Account[] }> {
  return request('/accounts', accountListSchema, { signal });
}

export function addAccount(wanted: NewAccount): Promise<Account> {
  return request('/accounts', accountSchema, { method: 'POST', body: wanted });
}

export function changeAccount(id: string, change: AccountChange): Promise<Account> {
  return request(`/accounts/${id}`, accountSchema, { method: 'PATCH', body: change });
}

/** A link that signs in as this account, once. */
export function linkForAccount(id: string): Promise<LoginLink> {
  return request(`/accounts/${id}/login-link`, loginLinkSchema, { method: 'POST', body: {} });
}

/** Sessions or tokens: one's own, everybody's for an administrator. */
export function readKeys(kind: 'sessions' | 'tokens', signal: AbortSignal): Promise<{ items: Key[] }> {
  return request(`/${kind}`, keyListSchema, { signal });
}

export async function endKey(kind: 'sessions' | 'tokens', id: string): Promise<void> {
  await request(`/${kind}/${id}/end`, nothing, { method: 'POST', body: {} });
}

export function createToken(wanted: NewToken): Promise<CreatedToken> {
  return request('/tokens', createdTokenSchema, { method: 'POST', body: wanted });
}

/** Sets one's own password. */
export async function setPassword(old: string, wanted: string): Promise<void> {
  const body = old === '' ? { new: wanted } : { old, new: wanted };
  await request('/session/password', nothing, { method: 'POST', body });
}
