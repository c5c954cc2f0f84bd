import { ruleListSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HttpRooms } from '../rooms.ts';

/** Rules, and where they are in service. */
export function ruleRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/rules',
      { schema: { summary: 'Rules, and which of them do not fit', response: { 200: ruleListSchema } } },
      () => ({
        items: rooms.rules().map(({ rule, hosts, untied }) => ({
          id: rule,
          hosts,
          untied: untied.map(({ reason, message, hosts: count }) => ({ reason, message, hosts: count })),
        })),
      }),
    );
}
