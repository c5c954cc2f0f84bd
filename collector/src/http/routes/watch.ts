import { watchSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HttpRooms } from '../rooms.ts';

/** What the header of the console shows of it; the same as in /readyz. */
export function watchRoute(app: FastifyInstance, rooms: HttpRooms): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/watch',
      { schema: { summary: 'How this collector watches over itself', response: { 200: watchSchema } } },
      () => rooms.ready().watch,
    );
}
