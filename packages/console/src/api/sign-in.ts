import { type Session, sessionSchema, type SignInWays, signInWaysSchema } from '@watchcase/api';
import { deviceNow } from '../clock.ts';
import { takeServerTime } from '../state/server-time.ts';
import { me, session } from '../state/session.ts';
import { request } from './request.ts';

async function take(asked: () => Promise<Session>): Promise<void> {
  const askedAt = deviceNow();
  const answer = await asked();
  takeServerTime(answer.serverTime, askedAt, deviceNow());
  me.value = answer;
  session.value = answer.name;
}

/** Finds out who is signed in and what time the server has. */
export function readSession(): Promise<void> {
  return take(() => request('/session', sessionSchema));
}

/** Opens a session. Rejects with LOGIN_FAILED for who is not known. */
export function signIn(by: { token: string } | { email: string; password: string }): Promise<void> {
  return take(() => request('/login', sessionSchema, { method: 'POST', body: by }));
}

/** By what people can sign in here. */
export function readSignInWays(): Promise<SignInWays> {
  return request('/login-ways', signInWaysSchema);
}

/** Lets a sign-in link be mailed; resolves alike for an address that nobody has. */
export async function mailLink(email: string): Promise<void> {
  await request('/login-mail', { parse: () => null }, { method: 'POST', body: { email } });
}

/** Ends the session, here and on the server. */
export async function signOut(): Promise<void> {
  await request('/logout', { parse: () => null }, { method: 'POST' });
  session.value = null;
  me.value = null;
}
