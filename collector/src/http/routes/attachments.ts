import { FILE_BYTES } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf, viaOf } from '../actor-of.ts';
import { caseById } from '../case-by-id.ts';
import { bytesOf, FILE_CODES, fileRequest, sendFile, takeBytes, visibleTo } from '../files.ts';
import type { HttpRooms } from '../rooms.ts';
import { refuseUnknown } from '../views/cases.ts';

/** Files of cases. */
export async function attachmentRoutes(app: FastifyInstance, rooms: HttpRooms): Promise<void> {
  await app.register((scope, _options, done) => {
    takeBytes(scope);
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    typed.post(
      '/cases/:id/attachments',
      {
        bodyLimit: FILE_BYTES,
        schema: {
          summary: 'Attach a file: its bytes as application/octet-stream',
          params: caseById,
          ...fileRequest,
        },
        config: {
          codes: [
            'CASE_NOT_FOUND',
            'CASE_ACT_NOT_YOURS',
            'CASE_ALREADY_CLOSED',
            'SHARD_OWNER_AWAY',
            'ATTACHMENT_NOT_FOUND',
            ...FILE_CODES,
          ],
        },
      },
      async (request) => {
        const { id } = request.params;
        await refuseUnknown(rooms.store.db, id);
        const data = bytesOf(request);
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
      async ({ asker, params: { id, attachment } }, reply) =>
        sendFile(reply, await rooms.attachments.read({ caseId: id, id: attachment, only: visibleTo(asker) })),
    );
    done();
  });
}
