import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { watchSchema } from '@watchcase/api';
import { z } from 'zod';
import type { HttpRooms } from '../rooms.ts';

/** Open to everybody: health, metrics and the API's description. */
export function openRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const open = { security: [] };
  const ready = z.object({
    ok: z.boolean(),
    reasons: z.array(z.string()),
    warnings: z.array(z.string()).describe('What somebody has to look at soon, though all is well now'),
    queue: z
      .object({ messages: z.number(), ageSeconds: z.number() })
      .describe('Messages that wait for a turn, and how long the first of them has'),
    slowDown: z
      .number()
      .describe(
        'Of so many readings hosts are asked to send one live: more arrives than can be taken. 1 = all',
      ),
    watch: watchSchema.describe('How it watches over itself; a fault of that does not make it unready'),
  });

  typed.get(
    '/healthz',
    {
      schema: { ...open, summary: 'The process runs', response: { 200: z.object({ ok: z.literal(true) }) } },
    },
    () => ({ ok: true as const }),
  );
  typed.get(
    '/readyz',
    { schema: { ...open, summary: 'The collector does its job', response: { 200: ready, 503: ready } } },
    async (_request, reply) => {
      const state = rooms.ready();
      return reply.status(state.ok ? 200 : 503).send(state);
    },
  );
  app.get(
    '/metrics',
    {
      schema: {
        ...open,
        summary: 'Figures in Prometheus text form',
        produces: ['text/plain'],
        response: { 200: z.string().describe('Figures') },
      },
    },
    async (_request, reply) => {
      const { contentType, body } = await rooms.metricsText();
      return reply.type(contentType).send(body);
    },
  );
  app.get(
    '/openapi.json',
    {
      schema: {
        ...open,
        summary: 'This description',
        response: { 200: z.record(z.string(), z.unknown()).describe('OpenAPI 3.1') },
      },
    },
    () => app.swagger(),
  );
}
