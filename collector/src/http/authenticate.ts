import { UserError } from '@watchcase/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../access/index.ts';
import type { HttpRooms } from './rooms.ts';
import { sendProblem } from './problems.ts';
import { refuseWithoutRight } from './refuse-without-right.ts';

export const SESSION_COOKIE = 'watchcase_session';

declare module 'fastify' {
  interface FastifyRequest {
    /** Name of whoever is asking; set by `authenticate`. */
    actor: string;
    /** Who that is, and what they may be asked for; set with it. */
    asker: Asker;
  }
}

/** Who is asking: by bearer token, or else by the session's cookie; undefined for nobody. */
export async function identify(
  { access, clock }: Pick<HttpRooms, 'access' | 'clock'>,
  request: FastifyRequest,
): Promise<Asker | undefined> {
  const now = clock.now();
  const bearer = bearerOf(request);
  if (bearer !== undefined) return access.bearer(bearer, now);
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie === undefined ? undefined : access.session(cookie, now);
}

/** The bearer token of a request. */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/**
 * Lets through requests with a bearer token, or with a console session, as far as they have the right; changes by session need the header `x-watchcase`, which no other site
 * can send.
 */
export function authenticate(rooms: HttpRooms) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const asker = await identify(rooms, request);
    if (asker === undefined) {
      return sendProblem(reply.header('www-authenticate', 'Bearer'), {
        status: 401,
        code: 'UNAUTHENTICATED',
        title: 'Who is asking?',
        detail:
          'Send "Authorization: Bearer TOKEN"; the first token is in the file admin-token of the data folder.',
      });
    }
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (bearerOf(request) === undefined && changes && request.headers['x-watchcase'] === undefined) {
      return sendProblem(reply, {
        status: 403,
        code: 'CSRF_REFUSED',
        title: 'Changes by session need the header x-watchcase',
      });
    }
    request.actor = asker.name;
    request.asker = asker;
    await refuseWithoutRight(rooms, request);
    return undefined;
  };
}

/** A failed login says no more than that. */
export function loginFailed(): UserError {
  return new UserError({
    code: 'LOGIN_FAILED',
    place: 'token',
    message: 'this token, or address and password, is not known',
    fix: "let a link be mailed to you; the administrator's token is in the file admin-token of the data folder",
  });
}
