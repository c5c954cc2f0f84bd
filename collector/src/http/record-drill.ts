import { randomUUID } from 'node:crypto';
import type { newDrillSchema } from '@watchcase/api';
import { shortHash, UserError } from '@watchcase/runtime';
import type { z } from 'zod';
import { appendAudit } from '../audit/index.ts';
import { type JobKey, takeEvidence } from '../backups/index.ts';
import type { Writing } from '../directory/index.ts';
import { addFact, BLANK, noteNews } from '../ingest/index.ts';
import type { HttpRooms } from './rooms.ts';
import { findJob } from './views/backups/job-detail.ts';

/** Whose clock is ahead by less meant now. */
const AHEAD_MS = 300_000;

/**
 * Writes down a drill that people made, the files that prove it and that its job has news, all or nothing; gives its id. Under one key (`once`) it is one drill, however often it is told. Errors:
 * BACKUP_JOB_NOT_FOUND, REQUEST_INVALID for one that is not over yet, ATTACHMENT_NOT_FOUND, ATTACHMENTS_FULL.
 */
export async function recordDrill(
  rooms: Pick<HttpRooms, 'store' | 'directory'>,
  key: JobKey,
  { drill, by, once }: { drill: z.output<typeof newDrillSchema>; by: Writing; once: string | undefined },
): Promise<string> {
  await findJob(rooms, key);
  const [startedAt, endedAt] = [Date.parse(drill.startedAt), Date.parse(drill.endedAt)];
  if (endedAt > by.now + AHEAD_MS)
    throw new UserError({ code: 'REQUEST_INVALID', place: 'endedAt', message: 'it is not over yet' });
  const { tool, checks, note, outcome, restoredBytes } = drill;
  const snapshotAt = drill.snapshotAt === null ? null : Date.parse(drill.snapshotAt);
  const { hostId, job } = key;
  const id = `by-hand-${once === undefined ? randomUUID() : shortHash(`${hostId} ${job} ${once}`)}`;
  const detail = { tool, checks, snapshotAt, note, by: drill.by ?? by.actor };
  await rooms.store.transaction(async (tx) => {
    const isNew = await addFact(tx, hostId, {
      ...BLANK,
      job,
      kind: 'drill',
      id,
      at: endedAt,
      started_at: startedAt,
      outcome,
      bytes: restoredBytes,
      detail: JSON.stringify(detail),
    });
    if (!isNew) return;
    const files = await takeEvidence(tx, { ...key, drill: id }, drill.files);
    await noteNews(tx, key, { from: endedAt, toldAt: by.now });
    const after = { ...drill, id, by: detail.by, files };
    await appendAudit(tx, [{ subject: `backups/${hostId}/${job}`, act: 'drill', before: null, after }], by);
  });
  return id;
}
