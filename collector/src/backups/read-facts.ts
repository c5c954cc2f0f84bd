import type {
  CopyFact,
  DayMarks,
  DrillFact,
  JobFacts,
  LocationFact,
  RunFact,
  SnapshotFact,
  VerificationFact,
} from '@watchcase/backup';
import type { LocationKind, RunOutcome, SnapshotKind, SnapshotState } from '@watchcase/protocol';
import { type Selectable, sql, SqliteAdapter } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tables, Tx } from '../store/index.ts';

type Db = Store['db'] | Tx;
const COLUMNS = ['kind', 'at', 'started_at', 'outcome', 'bytes', 'files', 'location'] as const;
/** A row of the facts, as far as anything is judged by it. */
type FactRow = Pick<Selectable<Tables['backup_facts']>, (typeof COLUMNS)[number]>;
/** One, or a run that goes on. */
type Told = Omit<FactRow, 'kind'> & { kind: string };

/** What figures look back on, and one more. */
export const LAST = { run: 61, copy: 122, drill: 24 } as const;
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

/** What is known of a job: all that policies ask, but for whether its host is heard, and what its days are marked by from a moment on. */
export interface ReadFacts {
  facts: Omit<JobFacts, 'heard'>;
  marks: DayMarks;
  /** What is written down of its days, by month since 1970. */
  months: ReadonlyMap<number, string>;
}

/** From when on, Unix milliseconds, and from which month on. */
export interface ReadSince {
  marks: number;
  month: number;
}

/** Reads all of it in one statement; undefined when there is no such job. */
export async function readFacts(db: Db, key: JobKey, since: ReadSince): Promise<ReadFacts | undefined> {
  const { rows } = await selectTold(db, key.hostId, key.job, { ...since });
  const {
    job: [row] = [],
    run = [],
    open = [],
    place = [],
    copy = [],
    verification = [],
    drill = [],
    stuck = [],
    verified = [],
    month = [],
  } = byKind(rows);
  if (row === undefined) return undefined;
  return {
    facts: {
      firstSeenAt: row.at,
      runs: run.map(runOf),
      open: open.map(({ at, bytes }) => ({ startedAt: at, isWatched: bytes === 1 })),
      locations: place
        .map(({ outcome }) => locationOf(JSON.parse(outcome) as LocationRow))
        .toSorted((a, b) => (a.location < b.location ? -1 : 1)),
      snapshots: copy.map(snapshotOf),
      verifications: verification.map(verificationOf),
      drills: drill.map(drillOf),
    },
    marks: {
      stuck: stuck.map(({ at }) => at),
      verified: verified.map(({ at, outcome }) => ({ at, isSound: outcome !== 'damaged' })),
    },
    months: new Map(month.map(({ at, outcome }) => [at, outcome])),
  };
}

/** Rows by their kind, the oldest first. */
function byKind(rows: readonly Told[]): Partial<Record<string, Told[]>> {
  return Object.fromEntries(
    Map.groupBy(rows.toReversed(), ({ kind }) => kind)
      .entries()
      .map(([kind, own]) => [kind, own.toSorted((a, b) => a.at - b.at)]),
  );
}

const LOCATION = [
  'location',
  'kind',
  'asked_at',
  'newest',
  'unusable',
  'oldest_at',
  'count',
  'spread',
  'bytes',
  'verified_at',
  'sound',
] as const;

/** A row of a location, as far as anything is judged by it. */
type LocationRow = Pick<Selectable<Tables['backup_locations']>, (typeof LOCATION)[number]>;

/** A row as it is judged. */
export function locationOf(row: LocationRow): LocationFact {
  return {
    location: row.location,
    kind: row.kind as LocationKind,
    at: row.asked_at,
    newest: row.newest === null ? null : (JSON.parse(row.newest) as CopyFact),
    unusable: row.unusable === null ? null : (JSON.parse(row.unusable) as LocationFact['unusable']),
    oldestAt: row.oldest_at,
    count: row.count,
    spread: row.spread === null ? null : (JSON.parse(row.spread) as LocationFact['spread']),
    bytes: row.bytes,
    verifiedAt: row.verified_at,
    isSound: row.sound === 1,
  };
}

/**
 * The job (when it was first seen), its last facts of each kind, marks, runs that go on (whose `bytes` say whether they are watched), months, and places of its copies as JSON: one statement, since each costs
 * more than what it reads.
 */
const selectTold = prepared((db, hostId: string, job: string, since: { marks: number; month: number }) => {
  const columns = sql.raw(COLUMNS.join(', '));
  const nothing = sql.raw('cast(null as bigint)');
  const objectOf = sql.raw(
    db.getExecutor().adapter instanceof SqliteAdapter ? 'json_object' : 'json_build_object',
  );
  const place = sql.raw(LOCATION.map((column) => `'${column}', ${column}`).join(', '));
  const own = sql`from backup_facts where host_id = ${hostId} and job = ${job} and kind`;
  const last = (kind: keyof typeof LAST) =>
    sql`select ${columns} from (select ${columns} ${own} = ${sql.lit(kind)} order by at desc limit ${sql.lit(LAST[kind])}) as last_${sql.raw(kind)}`;
  const statement = sql<Told>`select 'job' as kind, coalesce(first_seen_at, last_end, last_start, 0) as at, ${nothing} as started_at,
      '' as outcome, ${nothing} as bytes, ${nothing} as files, '' as location from backup_jobs where host_id = ${hostId} and job = ${job}
    union all ${last('run')} union all ${last('copy')} union all ${last('drill')}
    union all select ${columns} ${own} = 'verification'
    union all select ${columns} ${own} in ('stuck', 'verified') and at >= ${since.marks}
    union all select 'open', started_at, ${nothing}, '', watched, ${nothing}, '' from backup_runs
      where host_id = ${hostId} and job = ${job} and ended_at is null and started_at is not null
    union all select 'place', asked_at, ${nothing}, cast(${objectOf}(${place}) as text), ${nothing}, ${nothing}, location from backup_locations
      where host_id = ${hostId} and job = ${job}
    union all select 'month', month, ${nothing}, days, ${nothing}, ${nothing}, '' from backup_months
      where host_id = ${hostId} and job = ${job} and month >= ${since.month}`;
  return { compile: () => statement.compile(db) };
});

/** Runs and copies of a span, the oldest first, at most 20 000 of the newest. */
export async function factsBetween(
  db: Db,
  { hostId, job }: JobKey,
  { from, to }: { from: number; to: number },
): Promise<Pick<JobFacts, 'runs' | 'snapshots'>> {
  const rows = await db
    .selectFrom('backup_facts')
    .select([...COLUMNS, 'expires_at'])
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
    snapshots: all
      .filter(({ kind }) => kind === 'copy')
      .map((row) => ({ ...snapshotOf(row), expiresAt: row.expires_at })),
  };
}

function runOf({ started_at, at, outcome, bytes }: Told): RunFact {
  return { startedAt: started_at, endedAt: at, outcome: outcome as RunOutcome, bytes };
}

function snapshotOf(row: Told): SnapshotFact {
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

function drillOf({ started_at, at, outcome }: Told): DrillFact {
  return { startedAt: started_at ?? at, endedAt: at, outcome: outcome === 'passed' ? 'passed' : 'failed' };
}

function verificationOf({ location, at, outcome }: Told): VerificationFact {
  return { location, at, isSound: outcome !== 'damaged' };
}
