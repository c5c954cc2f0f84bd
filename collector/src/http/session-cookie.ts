import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionOf } from '../access/index.ts';
import { SESSION_COOKIE } from './authenticate.ts';
import type { HttpRooms } from './rooms.ts';

/** Opens a console session in the browser that asks; gives its cookie. */
export async function openSession(
  rooms: Pick<HttpRooms, 'access' | 'clock' | 'publicUrl'>,
  at: { request: FastifyRequest; reply: FastifyReply },
  of: SessionOf,
): Promise<string> {
  const device = at.request.headers['user-agent'];
  const { cookie, expiresAt } = await rooms.access.keys.openSession({ ...of, device }, rooms.clock.now());
  at.reply.setCookie(SESSION_COOKIE, cookie, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: rooms.publicUrl().startsWith('https:'),
    expires: new Date(expiresAt),
  });
  return cookie;
}
