import type {
  CopyFact,
  DayMarks,
  DrillFact,
  JobFacts,
  LocationFact,
  RunFact,
  SnapshotFact,
} from '@watchcase/backup';
import type { LocationKind, RunOutcome, SnapshotKind, SnapshotState } from '@watchcase/protocol';
import type { Selectable } from 'kysely';
import type { Store, Tables, Tx } from '../store/index.ts';

type Db = Store['db'] | Tx;
type FactRow = Selectable<Tables['backup_facts']>;

/** What figures look back on, and one more. */
export const LAST = { run: 61, copy: 122, drill: 24 } as const;
type Kind = keyof typeof LAST;
/** Of a job that runs each minute a fortnight. */
const MOST_BETWEEN = 20_000;

/** A job by its host and its name. */
export interface JobKey {
  hostId: string;
  job: string;
}

/** A job as a key of maps. */
export function keyOf({ hostId, job }: JobKey): string {
  return `${hostId}\n${job}`;
}

/** All that policies ask of a job, but for whether its host is heard; undefined when there is no such job. */
export async function readFacts(db: Db, key: JobKey): Promise<Omit<JobFacts, 'heard'> | undefined> {
  const row = await db
    .selectFrom('backup_jobs')
    .select(['first_seen_at', 'last_start', 'last_end'])
    .where('host_id', '=', key.hostId)
    .where('job', '=', key.job)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const [runs, open, locations, copies, drills] = await Promise.all([
    lastOf(db, key, 'run'),
    openRuns(db, key),
    readLocations(db, key),
    lastOf(db, key, 'copy'),
    lastOf(db, key, 'drill'),
  ]);
  return {
    firstSeenAt: row.first_seen_at ?? row.last_end ?? row.last_start ?? 0,
    runs: runs.map(runOf),
    open,
    locations,
    snapshots: copies.map(snapshotOf),
    drills: drills.map(drillOf),
  };
}

/** What each location of a job's copies has. */
export async function readLocations(db: Db, { hostId, job }: JobKey): Promise<LocationFact[]> {
  const rows = await db
    .selectFrom('backup_locations')
    .selectAll()
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .orderBy('location')
    .execute();
  return rows.map(locationOf);
}

/** A row as it is judged. */
export function locationOf(row: Selectable<Tables['backup_locations']>): LocationFact {
  return {
    location: row.location,
    kind: row.kind as LocationKind,
    at: row.asked_at,
    newest: row.newest === null ? null : (JSON.parse(row.newest) as CopyFact),
    unusable: row.unusable === null ? null : (JSON.parse(row.unusable) as LocationFact['unusable']),
    oldestAt: row.oldest_at,
    count: row.count,
    bytes: row.bytes,
    verifiedAt: row.verified_at,
    isSound: row.sound === 1,
  };
}

async function lastOf(db: Db, { hostId, job }: JobKey, kind: Kind): Promise<FactRow[]> {
  const rows = await db
    .selectFrom('backup_facts')
    .selectAll()
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('kind', '=', kind)
    .orderBy('at', 'desc')
    .limit(LAST[kind])
    .execute();
  return rows.toReversed();
}

/** Runs and copies of a span, the oldest first, at most 20 000 of the newest. */
export async function factsBetween(
  db: Db,
  { hostId, job }: JobKey,
  { from, to }: { from: number; to: number },
): Promise<Pick<JobFacts, 'runs' | 'snapshots'>> {
  const rows = await db
    .selectFrom('backup_facts')
    .selectAll()
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('kind', 'in', ['run', 'copy'])
    .where('at', '>=', from)
    .where('at', '<=', to)
    .orderBy('at', 'desc')
    .limit(MOST_BETWEEN)
    .execute();
  const all = rows.toReversed();
  return {
    runs: all.filter(({ kind }) => kind === 'run').map(runOf),
    snapshots: all.filter(({ kind }) => kind === 'copy').map(snapshotOf),
  };
}

/** When runs were found stuck, and copies verified, from a moment on. */
export async function readMarks(db: Db, { hostId, job }: JobKey, from: number): Promise<DayMarks> {
  const rows = await db
    .selectFrom('backup_facts')
    .select(['kind', 'at', 'outcome'])
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('kind', 'in', ['stuck', 'verified'])
    .where('at', '>=', from)
    .orderBy('at')
    .execute();
  return {
    stuck: rows.filter(({ kind }) => kind === 'stuck').map(({ at }) => at),
    verified: rows
      .filter(({ kind }) => kind === 'verified')
      .map(({ at, outcome }) => ({ at, isSound: outcome !== 'damaged' })),
  };
}

async function openRuns(db: Db, { hostId, job }: JobKey): Promise<JobFacts['open']> {
  const rows = await db
    .selectFrom('backup_runs')
    .select(['started_at', 'watched'])
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('ended_at', 'is', null)
    .orderBy('started_at')
    .execute();
  return rows.flatMap(({ started_at, watched }) =>
    started_at === null ? [] : [{ startedAt: started_at, isWatched: watched === 1 }],
  );
}

function runOf({ started_at, at, outcome, bytes }: FactRow): RunFact {
  return { startedAt: started_at, endedAt: at, outcome: outcome as RunOutcome, bytes };
}

function snapshotOf(row: FactRow): SnapshotFact {
  const [kind = 'full', complete = 'yes'] = row.outcome.split(' ');
  return {
    location: row.location,
    at: row.at,
    startedAt: row.started_at,
    endedAt: row.at,
    kind: kind as SnapshotKind,
    complete: complete as SnapshotState,
    bytes: row.bytes,
    files: row.files,
  };
}

function drillOf({ started_at, at, outcome }: FactRow): DrillFact {
  return { startedAt: started_at ?? at, endedAt: at, outcome: outcome === 'passed' ? 'passed' : 'failed' };
}
