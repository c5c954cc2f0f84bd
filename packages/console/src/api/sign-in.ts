import { type Session, sessionSchema } from '@watchcase/api';
import { deviceNow } from '../clock.ts';
import { takeServerTime } from '../state/server-time.ts';
import { session } from '../state/session.ts';
import { request } from './request.ts';

async function take(asked: () => Promise<Session>): Promise<void> {
  const askedAt = deviceNow();
  const answer = await asked();
  takeServerTime(answer.serverTime, askedAt, deviceNow());
  session.value = answer.name;
}

/** Finds out who is signed in and what time the server has. */
export function readSession(): Promise<void> {
  return take(() => request('/session', sessionSchema));
}

/** Opens a session with an API token. Rejects with LOGIN_FAILED for an unknown one. */
export function signIn(token: string): Promise<void> {
  return take(() => request('/login', sessionSchema, { method: 'POST', body: { token } }));
}

/** Ends the session, here and on the server. */
export async function signOut(): Promise<void> {
  await request('/logout', { parse: () => null }, { method: 'POST' });
  session.value = null;
}
