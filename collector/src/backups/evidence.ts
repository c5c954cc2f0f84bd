import { type Attachment, EVIDENCE_BOUNDS, FILE_BYTES, type Visibility } from '@watchcase/api';
import { attachmentOf, describeFile, fileRefused, refuseTooMany } from '../attachments/index.ts';
import type { IncomingFile } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import type { JobKey } from './read-facts.ts';

type Db = Store['db'] | Tx;

/** What all drills of a job may have, with what waits for one: some years of drills each month. */
const OF_JOB = { files: 1000, bytes: 100 * FILE_BYTES };
const VIEW = ['id', 'name', 'type', 'size', 'visibility'] as const;

/** A drill of a job, by its id. */
export interface DrillKey extends JobKey {
  drill: string;
}

/**
 * Puts a file down that proves a drill which is recorded next: `takeEvidence` makes it part of that, and one that none takes goes after a day. Under one key it is one file. Errors:
 * ATTACHMENT_EMPTY, ATTACHMENT_TOO_LARGE, ATTACHMENTS_FULL.
 */
export async function putEvidence(
  store: Store,
  { hostId, job }: JobKey,
  { file, key, now }: { file: IncomingFile; key: string | undefined; now: number },
): Promise<Attachment> {
  const row = describeFile(file, { whose: `${hostId} ${job}`, key });
  await refuseFull(store.db, { hostId, job }, row.size);
  return store.transaction(async (tx) => {
    await tx
      .insertInto('evidence_files')
      .values({ ...row, host_id: hostId, job, drill: null, created_at: now, data: file.data })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    const kept = tx.selectFrom('evidence_files').select(VIEW).where('id', '=', row.id);
    return attachmentOf(await kept.executeTakeFirstOrThrow());
  });
}

async function refuseFull(db: Db, { hostId, job }: JobKey, size: number): Promise<void> {
  const all = await db
    .selectFrom('evidence_files')
    .select((select) => [select.fn.countAll().as('files'), select.fn.sum('size').as('bytes')])
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .executeTakeFirstOrThrow();
  const there = { files: Number(all.files) + 1, bytes: Number(all.bytes) + size };
  refuseTooMany(there, OF_JOB, 'all drills of a job may have 1000 files and 1000 MB');
}

/** Makes files that wait part of a drill, in the transaction that records it: all of them or none. Gives them in order. Errors: ATTACHMENT_NOT_FOUND, ATTACHMENTS_FULL. */
export async function takeEvidence(
  tx: Tx,
  { hostId, job, drill }: DrillKey,
  ids: readonly string[],
): Promise<Attachment[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const rows = await tx
    .updateTable('evidence_files')
    .set({ drill })
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('drill', 'is', null)
    .where('id', 'in', wanted)
    .returning([...VIEW, 'created_at'])
    .execute();
  if (rows.length < wanted.length)
    throw fileRefused('ATTACHMENT_NOT_FOUND', 'no such file waits for a drill of this job', 'send it again');
  const bytes = rows.reduce((sum, { size }) => sum + size, 0);
  refuseTooMany({ files: rows.length, bytes }, EVIDENCE_BOUNDS, 'a drill may have 20 files and 50 MB');
  return rows.toSorted(byAge).map(attachmentOf);
}

/** What proves drills of a job, by drill: `only` what is for the customer, or undefined for all. */
export async function evidenceOf(
  db: Db,
  { hostId, job }: JobKey,
  { drills, only }: { drills: readonly string[]; only: Visibility | undefined },
): Promise<Map<string, Attachment[]>> {
  if (drills.length === 0) return new Map();
  let query = db
    .selectFrom('evidence_files')
    .select([...VIEW, 'created_at', 'drill'])
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('drill', 'in', drills);
  if (only !== undefined) query = query.where('visibility', '=', only);
  const rows = await query.execute();
  const byDrill = Map.groupBy(rows.toSorted(byAge), ({ drill }) => drill ?? '');
  return new Map([...byDrill].map(([drill, its]) => [drill, its.map(attachmentOf)]));
}

/** One of them with its bytes. Errors: DRILL_NOT_FOUND, ATTACHMENT_NOT_FOUND. */
export async function readEvidence(
  db: Db,
  { hostId, job, drill }: DrillKey,
  { id, only }: { id: string; only: Visibility | undefined },
) {
  const row = await db
    .selectFrom('evidence_files')
    .selectAll()
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('drill', '=', drill)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row !== undefined && (only === undefined || row.visibility === only)) return row;
  const known = await db
    .selectFrom('backup_facts')
    .select('id')
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('kind', '=', 'drill')
    .where('id', '=', drill)
    .executeTakeFirst();
  throw known === undefined
    ? fileRefused('DRILL_NOT_FOUND', 'this job has no such drill', 'read the job again')
    : fileRefused('ATTACHMENT_NOT_FOUND', 'there is no such file of this drill', 'read the job again');
}

function byAge(a: { created_at: number; name: string }, b: { created_at: number; name: string }): number {
  return a.created_at - b.created_at || (a.name < b.name ? -1 : 1);
}
