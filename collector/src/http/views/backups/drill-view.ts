import { type Attachment, type BackupDrill, drillCheckSchema, type Visibility } from '@watchcase/api';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { evidenceOf, type JobKey } from '../../../backups/index.ts';
import type { Store, Tables } from '../../../store/index.ts';
import { iso, isoOrNull } from '../time.ts';

/** The evidence of a drill as its row has it; what an older program wrote has less. */
const detailSchema = z.object({
  tool: z.string().catch(''),
  checks: z.array(drillCheckSchema).catch([]),
  snapshotAt: z.number().nullable().catch(null),
  note: z.string().catch(''),
  by: z.string().nullable().catch(null),
});

/** The last drills of a job, the newest first, with their files: `only` what is for the customer, or undefined for all. */
export async function readDrills(
  db: Store['db'],
  key: JobKey,
  { most, only }: { most: number; only: Visibility | undefined },
): Promise<BackupDrill[]> {
  const rows = await selectDrills(db, key).orderBy('at', 'desc').limit(most).execute();
  const files = await evidenceOf(db, key, { drills: rows.map(({ id }) => id), only });
  return rows.map((row) => drillView(row, files.get(row.id) ?? []));
}

/** One that is written down, with all its files. */
export async function readDrill(db: Store['db'], key: JobKey, id: string): Promise<BackupDrill> {
  const row = await selectDrills(db, key).where('id', '=', id).executeTakeFirstOrThrow();
  const files = await evidenceOf(db, key, { drills: [id], only: undefined });
  return drillView(row, files.get(id) ?? []);
}

function selectDrills(db: Store['db'], { hostId, job }: JobKey) {
  return db
    .selectFrom('backup_facts')
    .selectAll()
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('kind', '=', 'drill');
}

/** A drill as others see it. */
function drillView(row: Selectable<Tables['backup_facts']>, files: Attachment[]): BackupDrill {
  const { tool, checks, snapshotAt, note, by } = detailSchema.parse(
    JSON.parse(row.detail === '' ? '{}' : row.detail),
  );
  const startedAt = row.started_at ?? row.at;
  return {
    id: row.id,
    startedAt: iso(startedAt),
    endedAt: iso(row.at),
    outcome: row.outcome === 'passed' ? 'passed' : 'failed',
    durationSeconds: Math.round((row.at - startedAt) / 1000),
    tool,
    checks,
    restoredBytes: row.bytes,
    snapshotAt: isoOrNull(snapshotAt),
    note,
    files,
    by,
  };
}
