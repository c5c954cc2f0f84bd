import { loginLinkSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { LOGIN_LINK_MS } from '../access.ts';
import { ownUrl } from '../own-address.ts';
import type { HttpRooms } from '../rooms.ts';
import { iso } from '../views/time.ts';

/** Links that sign their first visitor in. */
export function loginLinkRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/login-links',
      { schema: { summary: 'Make a one-time link to the console', response: { 201: loginLinkSchema } } },
      async (request, reply) => {
        const now = rooms.clock.now();
        const url = `${ownUrl(rooms, request)}/login/${await rooms.access.newLoginLink(now)}`;
        return reply.status(201).send({ url, expiresAt: iso(now + LOGIN_LINK_MS) });
      },
    );
}
