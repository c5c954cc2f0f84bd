import {
  createdEnrolmentSchema,
  enrolmentListSchema,
  newEnrolmentSchema,
  pageQuerySchema,
  type Enrolment,
} from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Selectable } from 'kysely';
import type { Tables } from '../../store/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { HttpRooms } from '../rooms.ts';
import { iso, isoOrNull } from '../views/time.ts';

/** One-time permissions for hosts to join. */
export function enrolmentRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { db } = rooms.store;

  typed.get(
    '/enrolments',
    {
      schema: {
        summary: 'Enrolments, newest first',
        querystring: pageQuerySchema,
        response: { 200: enrolmentListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      let select = db
        .selectFrom('enrolments')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (cursor !== undefined) select = select.where('id', '<', decodeCursor(cursor, 'enrolments')[0]);
      const page = pageOf(await select.execute(), { list: 'enrolments', limit, keyOf: (row) => [row.id] });
      return { items: page.items.map(view), next: page.next };
    },
  );
  typed.post(
    '/enrolments',
    {
      schema: {
        summary: 'Make a one-time enrolment token',
        body: newEnrolmentSchema.nullish(),
        response: { 201: createdEnrolmentSchema },
      },
    },
    async (request, reply) => {
      const wanted = request.body ?? newEnrolmentSchema.parse({});
      const { id, token } = await rooms.enrolments.create(wanted, rooms.clock.now());
      const row = await db
        .selectFrom('enrolments')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const command = `watchcase-agent enrol --url ${rooms.publicUrl()} --token ${token}`;
      return reply.status(201).send({ ...view(row), token, command });
    },
  );
}

function view(row: Selectable<Tables['enrolments']>): Enrolment {
  return {
    id: row.id,
    customer: row.customer_id,
    site: row.site_id,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    usedAt: isoOrNull(row.used_at),
    host: row.host_id,
  };
}
