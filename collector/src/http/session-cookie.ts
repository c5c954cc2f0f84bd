import type { FastifyReply, FastifyRequest } from 'fastify';
import type { From, SessionOf } from '../access/index.ts';
import { SESSION_COOKIE } from './authenticate.ts';
import { clientOf } from './client-of.ts';
import type { HttpRooms } from './rooms.ts';

/** By it a browser is known in which somebody has signed in before. */
const PLACE_COOKIE = 'watchcase_place';
/** Nobody else is shown it. */
const PLACE_PATH = '/api/v1/login';

/** Where somebody asks from. */
export function fromOf(request: FastifyRequest): From {
  return { cookie: request.cookies[PLACE_COOKIE], client: clientOf(request) };
}

/** Opens a console session in the browser that asks, which is known from then on; gives its cookie. */
export async function openSession(
  rooms: Pick<HttpRooms, 'access' | 'clock' | 'publicUrl'>,
  at: { request: FastifyRequest; reply: FastifyReply },
  of: SessionOf,
): Promise<string> {
  const device = at.request.headers['user-agent'];
  const now = rooms.clock.now();
  const secure = rooms.publicUrl().startsWith('https:');
  const common = { httpOnly: true, sameSite: 'strict', secure } as const;
  const { cookie, expiresAt } = await rooms.access.keys.openSession({ ...of, device }, now);
  at.reply.setCookie(SESSION_COOKIE, cookie, { ...common, path: '/', expires: new Date(expiresAt) });
  const place = await rooms.access.keys.knowPlace(of, fromOf(at.request), now);
  if (place !== undefined)
    at.reply.setCookie(PLACE_COOKIE, place.cookie, {
      ...common,
      path: PLACE_PATH,
      expires: new Date(place.expiresAt),
    });
  return cookie;
}
