import { randomUUID } from 'node:crypto';
import type { newDrillSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { z } from 'zod';
import { appendAudit } from '../audit/index.ts';
import type { JobKey } from '../backups/index.ts';
import type { Writing } from '../directory/index.ts';
import { BLANK, keepFact, noteNews } from '../ingest/index.ts';
import type { HttpRooms } from './rooms.ts';
import { findJob } from './views/backups/job-detail.ts';

/** Whose clock is ahead by less meant now. */
const AHEAD_MS = 300_000;

/** Writes down a drill that people made, and that its job has news; gives its id. Errors: BACKUP_JOB_NOT_FOUND, REQUEST_INVALID for one that is not over yet. */
export async function recordDrill(
  rooms: Pick<HttpRooms, 'store' | 'directory'>,
  key: JobKey,
  { drill, by }: { drill: z.output<typeof newDrillSchema>; by: Writing },
): Promise<string> {
  await findJob(rooms, key);
  const [startedAt, endedAt] = [Date.parse(drill.startedAt), Date.parse(drill.endedAt)];
  if (endedAt > by.now + AHEAD_MS)
    throw new UserError({ code: 'REQUEST_INVALID', place: 'endedAt', message: 'it is not over yet' });
  const { tool, checks, note, outcome, restoredBytes } = drill;
  const snapshotAt = drill.snapshotAt === null ? null : Date.parse(drill.snapshotAt);
  const id = `by-hand-${randomUUID()}`;
  const { hostId, job } = key;
  const detail = { tool, checks, snapshotAt, note, by: drill.by ?? by.actor };
  await rooms.store.transaction(async (tx) => {
    await keepFact(tx, hostId, {
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
    await noteNews(tx, key, { from: endedAt, toldAt: by.now });
    const after = { ...drill, id, by: detail.by };
    await appendAudit(tx, [{ subject: `backups/${hostId}/${job}`, act: 'drill', before: null, after }], by);
  });
  return id;
}
