import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { bearerOf } from '../authenticate.ts';
import { sendProblem } from '../problems.ts';
import type { HttpRooms } from '../rooms.ts';

const MOST_BYTES = 25 * 1_048_576;

/** Where a mail server delivers customers' mail as it came; there only when the config gives it a token. */
export async function mailInRoute(app: FastifyInstance, rooms: HttpRooms): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.addContentTypeParser('message/rfc822', { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.withTypeProvider<ZodTypeProvider>().post(
      '/mail-in',
      {
        bodyLimit: MOST_BYTES,
        schema: {
          summary: 'A customer’s mail as it came (message/rfc822), with the token of mail.webhookToken',
          security: [],
          body: z
            .unknown()
            .refine(Buffer.isBuffer, 'a mail as it came was expected: content type message/rfc822'),
          response: { 200: z.object({ taken: z.enum(['open', 'answer', 'nothing', 'too-many']) }) },
        },
        config: { codes: ['UNAUTHENTICATED', 'SHARD_OWNER_AWAY'] },
        // Before a byte of the mail is kept.
        onRequest: async (request, reply) => {
          const { token } = rooms.mail;
          if (token !== undefined && isSame(bearerOf(request) ?? '', token)) return;
          await sendProblem(reply, {
            status: 401,
            code: 'UNAUTHENTICATED',
            title: 'Who is asking?',
            detail: 'Send "Authorization: Bearer TOKEN" with the token of mail.webhookToken.',
          });
        },
      },
      async (request) => {
        const { mail } = rooms;
        return { taken: await mail.take(request.body) };
      },
    );
    done();
  });
}

function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
