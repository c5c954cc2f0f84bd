import { type CodeSent, codeSentSchema, type NewReach, type ReachView, reachSchema } from '@watchcase/api';
import type { Language } from '@watchcase/api';
import { address } from './client.ts';
import { request } from './request.ts';

/** How somebody is reached; without a person: oneself. */
export function readReach(person: string | undefined, signal: AbortSignal): Promise<ReachView> {
  return request(address('/oncall/methods', person === undefined ? {} : { person }), reachSchema, { signal });
}

export function saveReach(body: NewReach): Promise<ReachView> {
  return request('/oncall/methods', reachSchema, { method: 'PUT', body });
}

/** Sends a code to the address of a method. */
export function sendCode(id: string, body: { person: string; language: Language }): Promise<CodeSent> {
  return request(`/oncall/methods/${encodeURIComponent(id)}/code`, codeSentSchema, { method: 'POST', body });
}

/** Says which code came. */
export function checkCode(id: string, body: { person: string; code: string }): Promise<ReachView> {
  return request(`/oncall/methods/${encodeURIComponent(id)}/verify`, reachSchema, { method: 'POST', body });
}
