import type { FastifyRequest } from 'fastify';
import { type Actor, namedActor } from '../model/index.ts';
import { nameFor } from './name-for.ts';

/** Who acts: whoever asks, or the person they name with `by`, with no more rights than they have themselves. Errors: NOT_ALLOWED for a name they may not use. */
export function actorOf(request: FastifyRequest, by?: string): Actor {
  const { asker } = request;
  const role = asker.scope ?? asker.role;
  const name = nameFor(request, by);
  if (by !== undefined && name !== asker.name) return { ...namedActor(by), role };
  return { kind: asker.kind, id: asker.id, name, role };
}

/** By which door they come. */
export function viaOf(request: FastifyRequest): 'console' | 'api' {
  return request.headers.authorization === undefined ? 'console' : 'api';
}
