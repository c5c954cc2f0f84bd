import { isUserError } from '@watchcase/runtime';
import { enrolReplySchema, enrolRequestSchema } from '@watchcase/protocol';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hashSecret } from '../access.ts';
import { clientOf } from '../client-of.ts';
import type { HttpRooms } from '../rooms.ts';

/** When a host that meets too many others is to come again. */
const RETRY_SECONDS = 5;

/** Open to everybody: health, metrics, the API's description, and the door at which hosts enrol. */
export function openRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const open = { security: [] };
  const ready = z.object({
    ok: z.boolean(),
    reasons: z.array(z.string()),
    queue: z
      .object({ messages: z.number(), ageSeconds: z.number() })
      .describe('Messages that wait for a turn, and how long the first of them has'),
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
  typed.post(
    '/enrol',
    {
      schema: {
        ...open,
        summary: 'Exchange a one-time token for a host credential',
        body: enrolRequestSchema,
        response: { 200: enrolReplySchema },
      },
      config: {
        codes: [
          'ENROLMENT_TOKEN_INVALID',
          'ENROLMENT_TOKEN_USED',
          'ENROLMENT_TOKEN_EXPIRED',
          'BROKER_CANNOT_ADD_CREDENTIAL',
          'SHARD_OWNER_AWAY',
        ],
        // A good token has a bucket of its own; what is none counts against whoever asks.
        rateLimit: {
          max: 30,
          timeWindow: '1 minute',
          hook: 'preHandler',
          keyGenerator: async (request) => {
            const { token } = request.body as { token: string };
            const customer = await rooms.enrolments.customerOf(token);
            return customer === undefined ? clientOf(request) : `token ${hashSecret(token)}`;
          },
        },
      },
    },
    async (request, answer) => {
      const reply = await rooms.enrol(request.body).catch((error: unknown) => {
        if (isUserError(error) && error.code === 'ENROLMENT_BUSY')
          answer.header('retry-after', RETRY_SECONDS);
        throw error;
      });
      return reply.ok ? { ...reply, mqttUrl: rooms.mqttUrl() } : reply;
    },
  );
}
