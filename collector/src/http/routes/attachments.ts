import { attachmentSchema, visibilitySchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf, viaOf } from '../actor-of.ts';
import { caseById } from '../case-by-id.ts';
import { keySchema } from '../key-schema.ts';
import type { HttpRooms } from '../rooms.ts';
import { seesDesk } from '../views/case-for.ts';
import { refuseUnknown } from '../views/cases.ts';

/** What somebody attached runs nothing, loads nothing and is shown in no frame. */
const NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** Files of cases. They are sent as they are, without a form around them, and are only ever handed out to be saved. */
export async function attachmentRoutes(app: FastifyInstance, rooms: HttpRooms): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    );
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    typed.post(
      '/cases/:id/attachments',
      {
        bodyLimit: rooms.attachments.mostBytes,
        schema: {
          summary: 'Attach a file: its bytes as application/octet-stream',
          params: caseById,
          querystring: z.object({
            name: z.string().min(1).max(500),
            visibility: visibilitySchema.default('internal'),
          }),
          headers: keySchema,
          body: z.unknown(),
          response: { 200: attachmentSchema },
        },
        config: {
          codes: [
            'CASE_NOT_FOUND',
            'CASE_ACT_NOT_YOURS',
            'CASE_ALREADY_CLOSED',
            'SHARD_OWNER_AWAY',
            'ATTACHMENT_EMPTY',
            'ATTACHMENT_TOO_LARGE',
            'ATTACHMENTS_FULL',
            'ATTACHMENT_NOT_FOUND',
          ],
        },
      },
      async (request) => {
        const { id } = request.params;
        await refuseUnknown(rooms.store.db, id);
        const data = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const key = request.headers['idempotency-key'];
        const who = { by: actorOf(request), via: viaOf(request), ...(key === undefined ? {} : { key }) };
        return rooms.attachments.attach(id, { ...request.query, data }, who);
      },
    );
    typed.get(
      '/cases/:id/attachments/:attachment',
      {
        schema: {
          summary: 'A file of a case, to be saved',
          params: caseById.extend({ attachment: z.string().regex(/^[0-9a-f]{32}$/) }),
          produces: ['application/octet-stream'],
          response: { 200: z.unknown().describe('Its bytes') },
        },
        config: { codes: ['ATTACHMENT_NOT_FOUND'] },
      },
      async (request, reply) => {
        const { id, attachment } = request.params;
        const only = seesDesk(request.asker) ? undefined : 'customer';
        const file = await rooms.attachments.read({ caseId: id, id: attachment, only });
        return reply
          .headers({
            'content-type': file.type,
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
            'content-security-policy': NOTHING_RUNS,
            'cross-origin-resource-policy': 'same-origin',
          })
          .send(Buffer.from(file.data));
      },
    );
    done();
  });
}
