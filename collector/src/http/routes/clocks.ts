import { clocksExplainedSchema, previewQuerySchema, previewSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { caseById } from '../case-by-id.ts';
import type { HttpRooms } from '../rooms.ts';
import { unknownCase } from '../views/cases.ts';

const policyById = z.object({ id: z.string().max(64) });

/** How promised moments are counted: of a case, and of a policy before anything has happened. */
export function clockRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/cases/:id/clocks',
    {
      schema: {
        summary: 'Each span its clocks counted, on which calendar, and what paused them',
        params: caseById,
        response: { 200: clocksExplainedSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    async ({ params }) => {
      const answer = await rooms.explainClocks(params.id);
      if (answer === undefined) throw unknownCase(params.id);
      return answer;
    },
  );
  typed.get(
    '/policies/:id/preview',
    {
      schema: {
        summary: 'If it broke then, when would what be due',
        params: policyById,
        querystring: previewQuerySchema,
        response: { 200: previewSchema },
      },
      config: { codes: ['POLICY_UNKNOWN'] },
    },
    async ({ params, query }) => {
      const answer = await rooms.previewPolicy(params.id, { ...query, at: Date.parse(query.at) });
      if (answer === undefined) throw unknownPolicy(params.id, query.calendar);
      return answer;
    },
  );
}

function unknownPolicy(id: string, calendar: string | undefined): UserError {
  return new UserError({
    code: 'POLICY_UNKNOWN',
    place: `policy ${id}`,
    message:
      calendar === undefined
        ? 'there is no such policy'
        : `there is no such policy, or no calendar ${calendar}`,
    fix: 'name one that stands in the directory',
  });
}
