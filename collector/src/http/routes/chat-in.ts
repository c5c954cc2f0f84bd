import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { clientOf } from '../client-of.ts';
import type { HttpRooms } from '../rooms.ts';

/** Slack sends the whole message with a press of a button. */
const MOST_BYTES = 262_144;
/** One address of a service speaks for many people. */
const LIMIT = { max: 600, timeWindow: '1 minute', keyGenerator: clientOf };

/** Where services of chat bring what people answer to pages, as the config's `replies` says. What they bring is read as it came: its signature is over that. */
export async function chatInRoutes(app: FastifyInstance, { chat }: HttpRooms): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    const options = (summary: string) => ({
      bodyLimit: MOST_BYTES,
      schema: {
        summary,
        params: z.object({ name: z.string().max(63) }),
        security: [],
        response: { 200: z.string().describe('What the service expects') },
      },
      config: {
        rateLimit: LIMIT,
        codes: ['NOT_FOUND', 'CHAT_SIGNATURE_WRONG', 'CHAT_CLOCK_OFF', 'CHAT_UNREADABLE', 'SHARD_OWNER_AWAY'],
      },
    });
    const take = async (request: FastifyRequest, reply: FastifyReply) => {
      const { name } = request.params as { name: string };
      const method = request.method === 'POST' ? 'POST' : 'GET';
      const [query, headers] = [textsOf(request.query), textsOf(request.headers)];
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = await chat.take(name, { method, query, headers, body });
      return reply.status(answer.status).type(answer.type).send(answer.body);
    };
    typed.get(
      '/chat-in/:name',
      options('A service of chat asks whether it speaks with whom it should'),
      take,
    );
    typed.post('/chat-in/:name', options('What people answer to pages by chat, signed by its service'), take);
    done();
  });
}

/** Those that are one text each; the first of several. */
function textsOf(values: unknown): Record<string, string> {
  const pairs = Object.entries(values as Record<string, unknown>).map(([name, value]) => [
    name,
    Array.isArray(value) ? (value as unknown[])[0] : value,
  ]);
  return Object.fromEntries(pairs.filter(([, value]) => typeof value === 'string')) as Record<string, string>;
}
