import { alertListQuerySchema, alertListSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HttpRooms } from '../rooms.ts';
import { listAlerts } from '../views/alerts.ts';

/** Alerts. */
export function alertRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/alerts',
    {
      schema: { summary: 'Alerts', querystring: alertListQuerySchema, response: { 200: alertListSchema } },
      config: { codes: ['CURSOR_INVALID'] },
    },
    ({ asker, query }) => listAlerts(rooms.store.db, { ...query, customers: asker.customers }),
  );
}
