import type { FastifyRequest } from 'fastify';
import type { Writing } from '../directory/index.ts';
import type { HttpRooms } from './rooms.ts';

/** Who asks for a change, by which door: the console sends the header that only it sends. */
export function writingOf({ clock }: Pick<HttpRooms, 'clock'>, request: FastifyRequest): Writing {
  const isConsole = request.headers['x-watchcase'] === 'console';
  return { actor: request.actor, door: isConsole ? 'console' : 'api', now: clock.now() };
}
