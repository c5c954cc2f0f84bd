import {
  createdPingAddressSchema,
  newPingAddressSchema,
  type PingAddress,
  pingAddressListSchema,
} from '@watchcase/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  addPingAddress,
  createPings,
  endPingAddress,
  listPingAddresses,
  PING_CHARACTERS,
  type PingAddressRow,
  rotatePingAddress,
} from '../../pings/index.ts';
import { clientOf } from '../client-of.ts';
import { ownUrl } from '../own-address.ts';
import type { HttpRooms } from '../rooms.ts';
import { readHost } from '../views/hosts.ts';
import { iso, isoOrNull } from '../views/time.ts';
import { writingOf } from '../writing-of.ts';

/** A site's jobs may all come from one address. */
const LIMIT = { max: 1200, timeWindow: '1 minute', keyGenerator: clientOf };
/** Characters have at most four bytes in UTF-8. */
const KEPT_BYTES = 4 * PING_CHARACTERS;

/** Where jobs say that they begin, end or fail; answers are what clients of Healthchecks expect. */
export async function pingRoutes(app: FastifyInstance, { store, clock }: HttpRooms): Promise<void> {
  const pings = createPings(store);
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      (_request, payload, parsed) => void lastOf(payload).then((it) => parsed(null, it), parsed),
    );
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    const part = z.string().max(200);
    for (const [url, summary] of [
      ['/ping/:address', 'A job has ended well'],
      [
        '/ping/:address/:word',
        'A job begins (start), has failed (fail) or ended with a code, or leaves a message (log)',
      ],
      ['/ping/:address/:word/:state', 'The same of a job by its name'],
    ] as const)
      typed.route({
        method: ['GET', 'POST'],
        url,
        schema: {
          summary,
          params: z.object({ address: part, word: part.optional(), state: part.optional() }),
          querystring: z.object({
            rid: z.string().max(100).optional(),
            create: z.string().max(10).optional(),
          }),
          security: [],
          produces: ['text/plain'],
          response: {
            200: z.string().describe('Taken'),
            201: z.string().describe('Taken, as the first of its job'),
          },
        },
        config: { rateLimit: LIMIT, codes: CODES },
        handler: async (request, reply) => {
          const { address, word, state } = request.params;
          const { rid, create } = request.query;
          const path = [address, word, state].filter((one) => one !== undefined).join('/');
          const text = typeof request.body === 'string' ? request.body : '';
          const isNew = await pings.take({ path, rid, create: create === '1', text }, clock.now());
          return reply
            .status(isNew ? 201 : 200)
            .type('text/plain; charset=utf-8')
            .headers({ 'ping-body-limit': String(PING_CHARACTERS), 'access-control-allow-origin': '*' })
            .send(isNew ? 'Created' : 'OK');
        },
      });
    done();
  });
}

const CODES = [
  'PING_INVALID',
  'PING_ADDRESS_NOT_FOUND',
  'PING_JOB_UNKNOWN',
  'PING_JOB_AMBIGUOUS',
  'PINGS_TOO_MANY',
];

/** The last of a text, however long it is: a large log must not make a ping fail. */
async function lastOf(payload: AsyncIterable<Buffer>): Promise<string> {
  let kept = Buffer.alloc(0);
  for await (const chunk of payload) kept = Buffer.concat([kept, chunk]).subarray(-KEPT_BYTES);
  return kept.toString('utf8').replaceAll('\0', '');
}

const ofHost = z.object({ id: z.string().max(130) });
const one = ofHost.extend({ ping: z.string().max(63) });

/** The addresses themselves: made, changed and ended by people. */
export function pingAddressRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { store } = rooms;
  const made = (request: FastifyRequest, { row, token }: { row: PingAddressRow; token: string }) => ({
    ...view(row),
    url: `${ownUrl(rooms, request)}/ping/${token}`,
  });
  typed.get(
    '/hosts/:id/pings',
    {
      schema: {
        summary: 'Addresses at which jobs of a host report by themselves, never their secrets',
        params: ofHost,
        response: { 200: pingAddressListSchema },
      },
      config: { codes: ['HOST_NOT_FOUND'] },
    },
    async ({ params }) => {
      await readHost(rooms, params.id);
      return { items: (await listPingAddresses(store, params.id)).map(view) };
    },
  );
  typed.post(
    '/hosts/:id/pings',
    {
      schema: {
        summary: 'Make one for a job, or without a job for all of the host; the answer has it, this once',
        params: ofHost,
        body: newPingAddressSchema,
        response: { 201: createdPingAddressSchema },
      },
      config: { codes: ['HOST_NOT_FOUND'] },
    },
    async (request, reply) => {
      const { id } = request.params;
      await readHost(rooms, id);
      const wanted = { hostId: id, job: request.body.job ?? null };
      return reply
        .status(201)
        .send(made(request, await addPingAddress(store, wanted, writingOf(rooms, request))));
    },
  );
  typed.post(
    '/hosts/:id/pings/:ping/rotate',
    {
      schema: {
        summary: 'Another address for the same; the old one ends with this',
        params: one,
        response: { 201: createdPingAddressSchema },
      },
      config: { codes: ['PING_ADDRESS_NOT_FOUND'] },
    },
    async (request, reply) => {
      const asked = { hostId: request.params.id, id: request.params.ping };
      return reply
        .status(201)
        .send(made(request, await rotatePingAddress(store, asked, writingOf(rooms, request))));
    },
  );
  typed.post(
    '/hosts/:id/pings/:ping/end',
    {
      schema: { summary: 'End it', params: one, response: { 204: z.null() } },
      config: { codes: ['PING_ADDRESS_NOT_FOUND'] },
    },
    async (request, reply) => {
      const asked = { hostId: request.params.id, id: request.params.ping };
      await endPingAddress(store, asked, writingOf(rooms, request));
      return reply.status(204).send(null);
    },
  );
}

function view(row: PingAddressRow): PingAddress {
  return {
    id: row.id,
    job: row.job,
    createdAt: iso(row.created_at),
    createdBy: row.created_by,
    lastAt: isoOrNull(row.last_at),
    lastWord: row.last_word,
    lastText: row.last_text,
  };
}
