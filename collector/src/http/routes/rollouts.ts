import { newRolloutSchema, rolloutListSchema, rolloutSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { changingOf } from '../changing-of.ts';
import { caseById } from '../case-by-id.ts';
import type { HttpRooms } from '../rooms.ts';

/** Versions of the agent on their way to hosts. */
export function rolloutRoutes(app: FastifyInstance, { rollouts, clock }: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/rollouts',
    {
      schema: {
        summary: 'Versions of the agent on their way, the newest first',
        response: { 200: rolloutListSchema },
      },
    },
    async () => ({ items: await rollouts.list(), next: null }),
  );
  typed.post(
    '/rollouts',
    {
      schema: {
        summary: 'Have hosts run another version of the agent, step by step',
        body: newRolloutSchema,
        response: { 201: rolloutSchema },
      },
      config: {
        codes: [
          'UPGRADES_OFF',
          'PACKAGE_NOT_HERE',
          'ROLLOUT_RUNNING',
          'ROLLOUT_OLDER',
          'ROLLOUT_NOBODY',
          'ROLLOUT_HOST_UNFIT',
        ],
      },
    },
    async (request, reply) =>
      reply.status(201).send(await rollouts.begin(request.body, changingOf(request, clock.now()))),
  );
  typed.post(
    '/rollouts/:id/stop',
    {
      schema: {
        summary: 'Ask no more hosts to run it',
        params: caseById,
        response: { 200: rolloutSchema },
      },
      config: { codes: ['ROLLOUT_NOT_FOUND'] },
    },
    async (request) => rollouts.end(request.params.id, changingOf(request, clock.now())),
  );
}
