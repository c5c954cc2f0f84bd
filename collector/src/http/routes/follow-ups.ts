import { followUpDoneSchema, followUpListSchema, followUpQuerySchema, followUpSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { actorOf } from '../actor-of.ts';
import { caseById } from '../case-by-id.ts';
import type { HttpRooms } from '../rooms.ts';
import { listFollowUps, readFollowUp } from '../views/follow-ups.ts';

/** Calls after cases and for contracts: what is due, and that it was made. */
export function followUpRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { db } = rooms.store;
  typed.get(
    '/follow-ups',
    {
      schema: {
        summary:
          'Calls that are due after cases and for contracts, the earliest first, or those that were made',
        querystring: followUpQuerySchema,
        response: { 200: followUpListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async ({ asker, query }) =>
      listFollowUps(db, await rooms.directory.current(), { ...query, asker, now: rooms.clock.now() }),
  );
  typed.post(
    '/follow-ups/:id/done',
    {
      schema: {
        summary: 'The call was made: what the customer said',
        params: caseById,
        body: followUpDoneSchema,
        response: { 200: followUpSchema },
      },
      config: { codes: ['FOLLOW_UP_NOT_FOUND'] },
    },
    async (request) => {
      const { satisfied, text, by } = request.body;
      const { id } = request.params;
      const known = await rooms.directory.current();
      const before = await readFollowUp(db, known, id);
      if (before === undefined) throw unknown(id);
      const done = { done_at: rooms.clock.now(), done_by: actorOf(request, by).name };
      // Of two who tell of one call the first is right; the other gets what stands there.
      await rooms.store.transaction((tx) =>
        tx
          .updateTable('follow_ups')
          .set({ ...done, satisfied: satisfied ? 1 : 0, text })
          .where('id', '=', id)
          .where('done_at', 'is', null)
          .execute(),
      );
      return (await readFollowUp(db, known, id)) ?? before;
    },
  );
}

function unknown(id: number): UserError {
  return new UserError({
    code: 'FOLLOW_UP_NOT_FOUND',
    place: `call ${id}`,
    message: 'there is no such call',
    fix: 'GET /api/v1/follow-ups has those that are due',
  });
}
