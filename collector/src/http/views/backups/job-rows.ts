import type { BackupCheck, BackupJobRow } from '@watchcase/api';
import type { BackupVerdict, LocationFact } from '@watchcase/backup';
import { type JobKey, keyOf, locationOf } from '../../../backups/index.ts';
import { nameOf, type Snapshot, zoneOf } from '../../../directory/index.ts';
import type { Store } from '../../../store/index.ts';
import { iso, isoOrNull } from '../time.ts';
import { stateOf } from './list-jobs.ts';
import { selectJobs } from './select-jobs.ts';

const CHUNK = 500;

/** A job as its row has it, and what its rows and squares are made of. */
export interface KnownJob {
  row: BackupJobRow;
  /** The newest day that is written down; -1 before the first. */
  settledDay: number;
  verdicts: readonly BackupVerdict[];
  judgedAt: number | null;
  firstSeenAt: number | null;
  restorableAt: number | null;
}

/** What there is to say of some jobs, in their order; those that are gone are left out. */
export async function readJobs(
  db: Store['db'],
  directory: Snapshot,
  keys: readonly JobKey[],
): Promise<KnownJob[]> {
  const found = new Map<string, KnownJob>();
  for (let at = 0; at < keys.length; at += CHUNK)
    for (const one of await readSome(db, directory, keys.slice(at, at + CHUNK)))
      found.set(keyOf({ hostId: one.row.host.id, job: one.row.job }), one);
  return keys.flatMap((key) => found.get(keyOf(key)) ?? []);
}

async function readSome(db: Store['db'], directory: Snapshot, keys: readonly JobKey[]): Promise<KnownJob[]> {
  const isWanted = amongJobs(keys);
  const places = await readLocationsOf(db, keys, isWanted);
  return (await selectRows(db, keys)).filter(isWanted).map((row) => {
    const verdicts = row.verdicts === null ? [] : (JSON.parse(row.verdicts) as BackupVerdict[]);
    return {
      row: {
        job: row.job,
        host: { id: row.host_id, name: row.host_name },
        customer: { id: row.customer_id, name: row.customer_name },
        site: { id: row.site_id, name: row.site_name ?? row.site_id },
        state: stateOf(row.state),
        policy:
          row.policy === null
            ? null
            : { id: row.policy, title: nameOf(directory, 'backupPolicies', row.policy) },
        expectedAt: isoOrNull(row.expected_at),
        deadline: isoOrNull(row.deadline),
        lastEnd: isoOrNull(row.last_end),
        restorableAt: isoOrNull(row.restorable_at),
        copies: places.get(keyOf({ hostId: row.host_id, job: row.job })) ?? [],
        threeTwoOne: row.three_two_one === null ? 'not-asked' : row.three_two_one === 1 ? 'yes' : 'no',
        lacks: verdicts.find(({ check }) => check === 'three-two-one')?.lacks ?? null,
        broken: brokenOf(verdicts),
        drilledAt: isoOrNull(row.drilled_at),
        drillDueAt: isoOrNull(row.drill_due_at),
        zone: row.zone ?? zoneOf(directory, row.customer_id),
      },
      settledDay: row.settled_day ?? -1,
      verdicts,
      judgedAt: row.judged_at,
      firstSeenAt: row.first_seen_at,
      restorableAt: row.restorable_at,
    };
  });
}

/** Names of jobs are alike on many hosts: what is asked for by hosts and by names brings others along, which cost more than to be read. */
function amongJobs(keys: readonly JobKey[]): (row: { host_id: string; job: string }) => boolean {
  const wanted = new Set(keys.map(keyOf));
  return ({ host_id: hostId, job }) => wanted.has(keyOf({ hostId, job }));
}

function selectRows(db: Store['db'], keys: readonly JobKey[]) {
  return selectJobs(db)
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'hosts.customer_id').onRef('sites.id', '=', 'hosts.site_id'),
    )
    .select([
      'jobs.host_id',
      'jobs.job',
      'jobs.last_end',
      'jobs.first_seen_at',
      'hosts.name as host_name',
      'hosts.customer_id',
      'hosts.site_id',
      'customers.name as customer_name',
      'sites.name as site_name',
      'stands.policy',
      'stands.state',
      'stands.expected_at',
      'stands.deadline',
      'stands.restorable_at',
      'stands.three_two_one',
      'stands.verdicts',
      'stands.drilled_at',
      'stands.drill_due_at',
      'stands.zone',
      'stands.settled_day',
      'stands.judged_at',
    ])
    .where('jobs.host_id', 'in', [...new Set(keys.map(({ hostId }) => hostId))])
    .where('jobs.job', 'in', [...new Set(keys.map(({ job }) => job))])
    .execute();
}

async function readLocationsOf(
  db: Store['db'],
  keys: readonly JobKey[],
  isWanted: ReturnType<typeof amongJobs>,
) {
  const rows = await db
    .selectFrom('backup_locations')
    .selectAll()
    .where('host_id', 'in', [...new Set(keys.map(({ hostId }) => hostId))])
    .where('job', 'in', [...new Set(keys.map(({ job }) => job))])
    .orderBy('location')
    .execute();
  const reported = await readReported(db, keys);
  const views = rows.filter(isWanted).map((row) => {
    const key = keyOf({ hostId: row.host_id, job: row.job });
    const own = reported.find(
      (one) => keyOf({ hostId: one.host_id, job: one.job }) === key && one.location === row.location,
    );
    return { key, view: withReported(copiesView(locationOf(row), row), own) };
  });
  const byJob = Map.groupBy(views, ({ key }) => key);
  return new Map([...byJob].map(([key, own]) => [key, own.map(({ view }) => view)]));
}

/** Verifications that were reported, the last of each location. */
function readReported(db: Store['db'], keys: readonly JobKey[]) {
  return db
    .selectFrom('backup_facts')
    .select(['host_id', 'job', 'location', 'at', 'outcome', 'detail'])
    .where('host_id', 'in', [...new Set(keys.map(({ hostId }) => hostId))])
    .where('job', 'in', [...new Set(keys.map(({ job }) => job))])
    .where('kind', '=', 'verification')
    .execute();
}

/** What was said last of whether the copies are whole: by their tool, or by whoever has verified them. */
function withReported(
  view: BackupJobRow['copies'][number],
  reported: Awaited<ReturnType<typeof readReported>>[number] | undefined,
): BackupJobRow['copies'][number] {
  if (reported === undefined || Date.parse(view.verifiedAt ?? '') > reported.at) return view;
  const { at, detail: verification, outcome } = reported;
  return { ...view, verifiedAt: iso(at), verification, isSound: view.isSound && outcome !== 'damaged' };
}

function copiesView(
  { location, kind, at, newest, oldestAt, count, bytes, verifiedAt, isSound }: LocationFact,
  { tool, verification }: { tool: string; verification: string | null },
): BackupJobRow['copies'][number] {
  return {
    location,
    kind,
    tool,
    askedAt: iso(at),
    newestAt: isoOrNull(newest?.endedAt ?? newest?.startedAt ?? null),
    newestComplete: newest?.complete ?? null,
    newestExpiresAt: isoOrNull(newest?.expiresAt ?? null),
    oldestAt: isoOrNull(oldestAt),
    count,
    bytes,
    verifiedAt: isoOrNull(verifiedAt),
    verification,
    isSound,
  };
}

function brokenOf(verdicts: readonly BackupVerdict[]): BackupCheck[] {
  return [...new Set(verdicts.filter(({ since }) => since > 0).map(({ check }) => check))];
}
