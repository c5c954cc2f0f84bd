import { type BulkAnswer, bulkAnswerSchema, bulkBodySchema } from '@watchcase/api';
import { isUserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { actorOf, viaOf } from '../actor-of.ts';
import { keySchema } from '../key-schema.ts';
import type { Asker } from '../../access/index.ts';
import type { CaseAction } from '../../model/index.ts';
import { refuseForeignCases } from '../refuse-foreign-cases.ts';
import type { HttpRooms } from '../rooms.ts';

/** One act on several cases, each for itself: what one refuses is done to the others. */
export function bulkActRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/cases/bulk',
    {
      schema: {
        summary: 'Do one act to several cases; the answer says what each came to',
        body: bulkBodySchema,
        headers: keySchema,
        response: { 200: bulkAnswerSchema },
      },
    },
    async (request) => {
      const { cases, deed, by } = request.body;
      const key = request.headers['idempotency-key'];
      const who = { by: actorOf(request, by), via: viaOf(request), ...(key === undefined ? {} : { key }) };
      const items: BulkAnswer['items'] = [];
      for (const id of new Set(cases))
        items.push({ id, ...(await outcomeOf(actOn(rooms, request.asker, id, { ...deed, ...who }))) });
      return { items };
    },
  );
}

async function actOn(rooms: HttpRooms, asker: Asker, id: number, action: CaseAction): Promise<void> {
  await refuseForeignCases(rooms, asker, [id]);
  await rooms.act(id, action);
}

async function outcomeOf(done: Promise<void>): Promise<{ code: string | null; message: string | null }> {
  try {
    await done;
    return { code: null, message: null };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { code: error.code, message: error.faults[0]?.message ?? error.code };
  }
}
