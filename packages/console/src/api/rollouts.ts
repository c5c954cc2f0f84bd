import { type Rollout, rolloutListSchema, rolloutSchema } from '@watchcase/api';
import { request } from './request.ts';

/** Versions of the agent on their way to hosts, the newest first. */
export function readRollouts(signal: AbortSignal): Promise<{ items: Rollout[] }> {
  return request('/rollouts', rolloutListSchema, { signal });
}

/** Has hosts run a version, step by step; `first` has it first where it is given. */
export function startRollout(wanted: { version: string; first?: string }): Promise<Rollout> {
  return request('/rollouts', rolloutSchema, { method: 'POST', body: wanted });
}

/** Asks no more hosts. */
export function stopRollout(id: number): Promise<Rollout> {
  return request(`/rollouts/${id}/stop`, rolloutSchema, { method: 'POST', body: {} });
}
