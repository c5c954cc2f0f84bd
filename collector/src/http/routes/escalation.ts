import { escalationSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { caseById } from '../case-by-id.ts';
import type { HttpRooms } from '../rooms.ts';
import { unknownCase } from '../views/cases.ts';

/** Who is asked for a case, one after the other. */
export function escalationRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/cases/:id/escalation',
    {
      schema: {
        summary: 'Who was asked for it, who is next and when, or why nobody is',
        params: caseById,
        response: { 200: escalationSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    async ({ params }) => {
      const answer = await rooms.explainEscalation(params.id);
      if (answer === undefined) throw unknownCase(params.id);
      return answer;
    },
  );
}
