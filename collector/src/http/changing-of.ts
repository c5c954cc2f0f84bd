import type { FastifyRequest } from 'fastify';
import type { Changing } from '../access/index.ts';

/** Who asks for a change, and by which door, for the audit log. */
export function changingOf(request: Pick<FastifyRequest, 'actor' | 'headers'>, now: number): Changing {
  return { actor: request.actor, door: request.headers.authorization === undefined ? 'console' : 'api', now };
}
