import {
  type FollowUp,
  followUpDoneSchema,
  followUpListSchema,
  followUpQuerySchema,
  followUpSchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { among } from '../among.ts';
import type { Store } from '../../store/index.ts';
import { actorOf } from '../actor-of.ts';
import { caseById } from '../case-by-id.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { HttpRooms } from '../rooms.ts';
import { iso, isoOrNull } from '../views/time.ts';

/** Calls after cases: what is due, and that it was made. */
export function followUpRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { db } = rooms.store;
  typed.get(
    '/follow-ups',
    {
      schema: {
        summary: 'Calls that are due after cases, the earliest first, or those that were made',
        querystring: followUpQuerySchema,
        response: { 200: followUpListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async ({ asker, query: { limit, cursor, done } }) => {
      let select = selectFollowUps(db)
        .where('done_at', done === 'true' ? 'is not' : 'is', null)
        .orderBy('due_at')
        .orderBy('case_id')
        .limit(limit + 1);
      if (asker.customers !== null)
        select = select.where('follow_ups.customer_id', 'in', among(asker.customers));
      if (cursor !== undefined) {
        const [due, id] = decodeCursor(cursor, 'follow-ups');
        select = select.where((where) =>
          where.or([
            where('due_at', '>', due),
            where.and([where('due_at', '=', due), where('case_id', '>', id)]),
          ]),
        );
      }
      const page = pageOf(await select.execute(), {
        list: 'follow-ups',
        limit,
        keyOf: (row) => [row.due_at, row.case_id],
      });
      return { items: page.items.map(followUpOf), next: page.next };
    },
  );
  typed.post(
    '/follow-ups/:id/done',
    {
      schema: {
        summary: 'The call after the case was made: what the customer said',
        params: caseById,
        body: followUpDoneSchema,
        response: { 200: followUpSchema },
      },
      config: { codes: ['FOLLOW_UP_NOT_FOUND'] },
    },
    async (request) => {
      const { satisfied, text, by } = request.body;
      const done = { done_at: rooms.clock.now(), done_by: actorOf(request, by).name };
      const { id } = request.params;
      // Of two who tell of one call the first is right; the other gets what stands there.
      await rooms.store.transaction((tx) =>
        tx
          .updateTable('follow_ups')
          .set({ ...done, satisfied: satisfied ? 1 : 0, text })
          .where('case_id', '=', id)
          .where('done_at', 'is', null)
          .execute(),
      );
      const row = await selectFollowUps(db).where('case_id', '=', id).executeTakeFirst();
      if (row !== undefined) return followUpOf(row);
      throw new UserError({
        code: 'FOLLOW_UP_NOT_FOUND',
        place: `case ${id}`,
        message: 'no call is due after this case',
        fix: 'GET /api/v1/follow-ups has those that are',
      });
    },
  );
}

function selectFollowUps(db: Store['db']) {
  return db
    .selectFrom('follow_ups')
    .innerJoin('cases', 'cases.id', 'follow_ups.case_id')
    .innerJoin('customers', 'customers.id', 'follow_ups.customer_id')
    .selectAll('follow_ups')
    .select(['cases.title', 'customers.name as customer']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectFollowUps>['executeTakeFirstOrThrow']>>;

function followUpOf(row: Row): FollowUp {
  return {
    case: { id: row.case_id, number: `C-${row.case_id}`, title: row.title },
    customer: { id: row.customer_id, name: row.customer },
    dueAt: iso(row.due_at),
    doneAt: isoOrNull(row.done_at),
    doneBy: row.done_by,
    satisfied: row.satisfied === null ? null : row.satisfied === 1,
    text: row.text,
  };
}
