import { backupDrillSchema, FILE_BYTES, newDrillSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { putEvidence, readEvidence } from '../../backups/index.ts';
import { bytesOf, FILE_CODES, fileRequest, sendFile, takeBytes, visibleTo } from '../files.ts';
import { keySchema } from '../key-schema.ts';
import { nameFor } from '../name-for.ts';
import { recordDrill } from '../record-drill.ts';
import type { HttpRooms } from '../rooms.ts';
import { readDrill } from '../views/backups/drill-view.ts';
import { findJob } from '../views/backups/job-detail.ts';
import { writingOf } from '../writing-of.ts';
import { byJob, JOB_CODES } from './backups.ts';

/** Restore drills that people made, and the files that prove them: those are sent first, and the drill names them. */
export async function drillRoutes(app: FastifyInstance, rooms: HttpRooms): Promise<void> {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/backups/jobs/:id/:job/drills',
    {
      schema: {
        summary: 'Write down a restore drill that people made, with its evidence',
        params: byJob,
        headers: keySchema,
        body: newDrillSchema,
        response: { 201: backupDrillSchema },
      },
      config: { codes: [...JOB_CODES, 'NOT_ALLOWED', 'ATTACHMENT_NOT_FOUND', 'ATTACHMENTS_FULL'] },
    },
    async (request, reply) => {
      const { id: hostId, job } = request.params;
      const key = { hostId, job };
      const drill = { ...request.body, by: nameFor(request, request.body.by) };
      const once = request.headers['idempotency-key'];
      const made = await recordDrill(rooms, key, { drill, by: writingOf(rooms, request), once });
      return reply.status(201).send(await readDrill(rooms.store.db, key, made));
    },
  );
  await app.register((scope, _options, done) => {
    takeBytes(scope);
    evidenceRoutes(scope, rooms);
    done();
  });
}

function evidenceRoutes(scope: FastifyInstance, rooms: HttpRooms): void {
  const typed = scope.withTypeProvider<ZodTypeProvider>();
  typed.post(
    '/backups/jobs/:id/:job/evidence',
    {
      bodyLimit: FILE_BYTES,
      schema: {
        summary:
          'Send a file that proves a drill, before that is written down: its bytes as application/octet-stream',
        params: byJob,
        ...fileRequest,
      },
      config: { codes: [...JOB_CODES, ...FILE_CODES] },
    },
    async (request) => {
      const { id: hostId, job } = request.params;
      await findJob(rooms, { hostId, job });
      const file = { ...request.query, data: bytesOf(request) };
      const key = request.headers['idempotency-key'];
      return putEvidence(rooms.store, { hostId, job }, { file, key, now: rooms.clock.now() });
    },
  );
  typed.get(
    '/backups/jobs/:id/:job/drills/:drill/evidence/:file',
    {
      schema: {
        summary: 'A file that proves a drill, to be saved',
        params: byJob.extend({
          drill: z.string().min(1).max(128),
          file: z.string().regex(/^[0-9a-f]{32}$/),
        }),
        produces: ['application/octet-stream'],
        response: { 200: z.unknown().describe('Its bytes') },
      },
      config: { codes: ['HOST_NOT_FOUND', 'DRILL_NOT_FOUND', 'ATTACHMENT_NOT_FOUND'] },
    },
    async ({ asker, params: { id: hostId, job, drill, file } }, reply) => {
      const wanted = { id: file, only: visibleTo(asker) };
      return sendFile(reply, await readEvidence(rooms.store.db, { hostId, job, drill }, wanted));
    },
  );
}
