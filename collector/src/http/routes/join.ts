import { createReadStream, statSync } from 'node:fs';
import { signedIndexSchema } from '@watchcase/api';
import { enrolReplySchema, enrolRequestSchema, tokenParts } from '@watchcase/protocol';
import { isUserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hashSecret } from '../../access/index.ts';
import { agentAddressFor } from '../agent-address.ts';
import { clientOf } from '../client-of.ts';
import { installScriptFor } from '../install-script.ts';
import { askerOf, ownUrl } from '../own-address.ts';
import type { HttpRooms } from '../rooms.ts';

/** When a host that meets too many others is to come again. */
const RETRY_SECONDS = 5;

/** Open to everybody: the door at which hosts enrol, and the agent for those that reach only us. */
export function joinRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const open = { security: [] };
  // Commands that were handed out name the older address.
  for (const url of ['/install', '/join.sh'])
    typed.get(
      url,
      {
        schema: {
          ...open,
          summary: 'Script that installs the agent and joins with a token',
          produces: ['text/x-shellscript'],
        },
      },
      async (request, reply) =>
        reply
          .type('text/x-shellscript; charset=utf-8')
          .send(await installScriptFor(rooms, ownUrl(rooms, request))),
    );
  typed.get(
    '/packages/index.json',
    { schema: { ...open, summary: 'The agent’s packages, signed', response: { 200: signedIndexSchema } } },
    async (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .serializer((text: string) => text)
        .send((await rooms.packages.index()) as never),
  );
  app.get<{ Params: { file: string } }>(
    '/packages/:file',
    {
      schema: {
        ...open,
        summary: 'One package of the agent',
        params: z.object({ file: z.string() }),
      },
      config: { codes: ['PACKAGE_NOT_HERE', 'PACKAGE_CHANGED'] },
    },
    async (request, reply) => {
      const path = await rooms.packages.path(request.params.file);
      return reply
        .header('content-length', statSync(path).size)
        .type('application/octet-stream')
        .send(createReadStream(path));
    },
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
          'ENROLMENT_TOKEN_REVOKED',
          'ENROLMENT_BUSY',
          'ID_TAKEN',
          'BROKER_CANNOT_ADD_CREDENTIAL',
          'BROKER_NOT_REACHABLE',
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
            return customer === undefined
              ? clientOf(request)
              : `token ${hashSecret(tokenParts(token).secret)}`;
          },
        },
      },
    },
    async (request, answer) => {
      // Before the token is spent: an address that leads nowhere is of no use to anybody.
      const mqttUrl = agentAddressFor(rooms.agentDoor(), rooms.configuredUrl, askerOf(request));
      const reply = await rooms.enrol(request.body).catch((error: unknown) => {
        if (isUserError(error))
          rooms.log.warn(
            { code: error.code, host: request.body.name, from: request.ip },
            'a host was not let in',
          );
        if (isUserError(error) && error.code === 'ENROLMENT_BUSY')
          answer.header('retry-after', RETRY_SECONDS);
        throw error;
      });
      return reply.ok ? { ...reply, mqttUrl } : reply;
    },
  );
}
