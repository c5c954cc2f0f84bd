import type { FastifyRequest } from 'fastify';
import { type Actor, namedActor } from '../model/index.ts';

/** Who acts: whoever asks, or the person they name with `by`. A program with a token that names nobody is a robot. */
export function actorOf(request: FastifyRequest, by?: string): Actor {
  if (by !== undefined) return namedActor(by);
  return namedActor(request.actor, viaOf(request) === 'api' ? 'token' : 'account');
}

/** By which door they come. */
export function viaOf(request: FastifyRequest): 'console' | 'api' {
  return request.headers.authorization === undefined ? 'console' : 'api';
}
