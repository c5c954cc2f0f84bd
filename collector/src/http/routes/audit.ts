import { auditListSchema, auditQuerySchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { readAudit } from '../../audit/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { HttpRooms } from '../rooms.ts';
import { auditViews } from '../views/audit.ts';

/** Who changed what, by which door. */
export function auditRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/audit',
    {
      schema: {
        summary: 'What was changed by whom, the newest first',
        querystring: auditQuerySchema,
        response: { 200: auditListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async (request) => {
      const { limit, cursor, subject } = request.query;
      const below = cursor === undefined ? null : decodeCursor(cursor, 'audit')[0];
      const rows = await readAudit(rooms.store.db, { subject, below, limit: limit + 1 });
      const page = pageOf(rows, { list: 'audit', limit, keyOf: (row) => [row.id] });
      return { items: await auditViews(rooms.store.db, page.items), next: page.next };
    },
  );
}
