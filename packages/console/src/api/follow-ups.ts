import { type FollowUp, followUpListSchema, followUpSchema } from '@watchcase/api';
import { actingName } from '../state/session.ts';
import { address, type Page, type Parameters } from './client.ts';
import { request } from './request.ts';

/** Calls to customers of one page: those to be made, or those that were. */
export function readFollowUps(parameters: Parameters, signal: AbortSignal): Promise<Page<FollowUp>> {
  return request(address('/follow-ups', parameters), followUpListSchema, { signal });
}

/** The call was made. */
export function writeFollowUp(id: number, said: { satisfied: boolean; text: string }): Promise<FollowUp> {
  const by = actingName();
  const body = by === '' ? said : { ...said, by };
  return request(`/follow-ups/${id}/done`, followUpSchema, { method: 'POST', body });
}
