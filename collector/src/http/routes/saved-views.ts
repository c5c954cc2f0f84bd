import { newSavedViewSchema, savedViewsSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { caseById } from '../case-by-id.ts';
import type { HttpRooms } from '../rooms.ts';

/** Lists of cases that somebody keeps under a name; each sees their own. */
export function savedViewRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { db } = rooms.store;

  async function viewsOf(owner: string) {
    const items = await db
      .selectFrom('saved_views')
      .select(['id', 'name', 'query'])
      .where('owner', '=', owner)
      .orderBy('name')
      .execute();
    return { items };
  }

  typed.get(
    '/views',
    { schema: { summary: 'Your own saved lists of cases', response: { 200: savedViewsSchema } } },
    (request) => viewsOf(request.actor),
  );
  typed.post(
    '/views',
    {
      schema: {
        summary: 'Keep a list under a name; one of the same name is changed',
        body: newSavedViewSchema,
        response: { 200: savedViewsSchema },
      },
    },
    async (request) => {
      const { name, query } = request.body;
      const row = { owner: request.actor, name, query, created_at: rooms.clock.now() };
      await rooms.store.transaction((tx) =>
        tx
          .insertInto('saved_views')
          .values(row)
          .onConflict((conflict) => conflict.columns(['owner', 'name']).doUpdateSet({ query }))
          .execute(),
      );
      return viewsOf(request.actor);
    },
  );
  typed.delete(
    '/views/:id',
    {
      schema: { summary: 'Forget one of your lists', params: caseById, response: { 200: savedViewsSchema } },
    },
    async (request) => {
      await rooms.store.transaction((tx) =>
        tx
          .deleteFrom('saved_views')
          .where('id', '=', request.params.id)
          .where('owner', '=', request.actor)
          .execute(),
      );
      return viewsOf(request.actor);
    },
  );
}
