import { type BackupJobDetail, severities, titleOf, type Visibility } from '@watchcase/api';
import {
  type BackupVerdict,
  type DayOutcome,
  type JobFacts,
  type Policy,
  restoreTimes,
  type BackupPolicyRecord,
} from '@watchcase/backup';
import { formatCivilDay, zoneClock } from '@watchcase/calendar';
import { UserError } from '@watchcase/runtime';
import {
  factsBetween,
  groupKeyOf,
  type JobKey,
  keyOf,
  monthOf,
  readDays,
  readFacts,
  readPolicy,
} from '../../../backups/index.ts';
import type { Snapshot } from '../../../directory/index.ts';
import type { Store } from '../../../store/index.ts';
import type { HttpRooms } from '../../rooms.ts';
import { iso, isoOrNull } from '../time.ts';
import { readDrills } from './drill-view.ts';
import { type KnownJob, readJobs } from './job-rows.ts';
import { cellsOf, columnsOf } from './matrix.ts';

const DAY_MS = 86_400_000;
const MOST = { moments: 10, runs: 60, drills: 24, points: 2000 } as const;

/** One job that somebody makes. Errors: BACKUP_JOB_NOT_FOUND. */
export async function findJob(
  { store, directory }: Pick<HttpRooms, 'store' | 'directory'>,
  key: JobKey,
): Promise<KnownJob> {
  const [found] = await readJobs(store.db, await directory.current(), [key]);
  if (found !== undefined) return found;
  throw new UserError({
    code: 'BACKUP_JOB_NOT_FOUND',
    place: `${key.hostId} ${key.job}`,
    message: 'this host has no such backup job',
    fix: 'look for it in /api/v1/backups',
  });
}

/** All of one job, over so many days back, with files of drills: `only` what is for the customer, or undefined for all. Errors: BACKUP_JOB_NOT_FOUND. */
export async function readJobDetail(
  rooms: Pick<HttpRooms, 'store' | 'directory' | 'clock'>,
  key: JobKey,
  { days, only }: { days: number; only: Visibility | undefined },
): Promise<BackupJobDetail> {
  const { db } = rooms.store;
  const [job, now] = [await findJob(rooms, key), rooms.clock.now()];
  const today = zoneClock(job.row.zone).dayAt(now);
  const from = today - days + 1;
  const facts = (await readFacts(db, key, { marks: now, month: monthOf(today) }))?.facts;
  const known = (await readDays(db, [key], { from, to: today })).get(keyOf(key)) ?? [];
  const record = policyRecord(await rooms.directory.current(), job.row.policy?.id);
  const policy = record === undefined ? undefined : readPolicy(record);
  return {
    ...job.row,
    judgedAt: isoOrNull(job.judgedAt),
    firstSeenAt: isoOrNull(job.firstSeenAt),
    verdicts: job.verdicts.map(verdictView),
    nextMoments: momentsAfter(policy, facts, now),
    schedule: record?.schedule ?? null,
    runningSince: (facts?.open ?? []).map(({ startedAt }) => iso(startedAt)),
    runs: (facts?.runs ?? []).slice(-MOST.runs).toReversed().map(runView),
    drills: await readDrills(db, key, { most: MOST.drills, only }),
    points: await readPoints(db, key, { from: now - days * DAY_MS, to: now }),
    cells: cellsOf(job, known, columnsOf(from, today)),
    rpo: lostTime(job, known, { limitMs: policy?.rpoMs ?? null, now }),
    rto: restoreView(facts, { since: now - days * DAY_MS, limitMs: policy?.rtoMs ?? null }),
    cases: await readCasesOf(db, key),
  };
}

/** The policy's record, as long as it is in use. */
export function policyRecord(directory: Snapshot, id: string | undefined): BackupPolicyRecord | undefined {
  return directory.get('backupPolicies', id ?? '')?.data as unknown as BackupPolicyRecord | undefined;
}

function verdictView({ check, about, since, ...one }: BackupVerdict): BackupJobDetail['verdicts'][number] {
  const { isKnown, severity, value, limit, unit, lacks } = one;
  const isBroken = since > 0;
  return {
    check,
    about,
    isBroken,
    isKnown,
    severity,
    since: isBroken ? iso(since) : null,
    value,
    limit,
    unit,
    // Standings of an older program do not have it.
    lacks: lacks ?? null,
  };
}

function momentsAfter(
  policy: Policy | undefined,
  facts: Pick<JobFacts, 'runs'> | undefined,
  now: number,
): string[] {
  const moments: string[] = [];
  if (policy === undefined) return moments;
  // An interval counts from the last run; what is overdue by it is not to come any more.
  let at = policy.zone === null ? (facts?.runs.at(-1)?.endedAt ?? now) : now;
  while (moments.length < MOST.moments) {
    const next = policy.schedule.after(at);
    if (next === null) break;
    if (next > now) moments.push(iso(next));
    at = next > now ? next : now;
  }
  return moments;
}

function runView({
  startedAt,
  endedAt,
  outcome,
  bytes,
}: JobFacts['runs'][number]): BackupJobDetail['runs'][number] {
  const durationSeconds = startedAt === null ? null : Math.round((endedAt - startedAt) / 1000);
  return { startedAt: isoOrNull(startedAt), endedAt: iso(endedAt), outcome, durationSeconds, bytes };
}

async function readPoints(
  db: Store['db'],
  key: JobKey,
  span: { from: number; to: number },
): Promise<BackupJobDetail['points']> {
  const { snapshots } = await factsBetween(db, key, span);
  return snapshots.slice(-MOST.points).map(({ at, location, kind, complete, bytes, files, expiresAt }) => ({
    at: iso(at),
    location,
    kind,
    complete,
    bytes,
    files,
    expiresAt: isoOrNull(expiresAt ?? null),
  }));
}

function lostTime(
  { restorableAt }: KnownJob,
  days: readonly DayOutcome[],
  { limitMs, now }: { limitMs: number | null; now: number },
): BackupJobDetail['rpo'] {
  const worst = days.reduce<DayOutcome | undefined>(
    (most, one) => ((one.lostMs ?? -1) > (most?.lostMs ?? -1) ? one : most),
    undefined,
  );
  return {
    nowSeconds: restorableAt === null ? null : seconds(Math.max(0, now - restorableAt)),
    worstSeconds: seconds(worst?.lostMs ?? null),
    worstOn: worst === undefined ? null : formatCivilDay(worst.day),
    limitSeconds: seconds(limitMs),
  };
}

function restoreView(
  facts: Pick<JobFacts, 'drills'> | undefined,
  { since, limitMs }: { since: number; limitMs: number | null },
): BackupJobDetail['rto'] {
  const drills = facts?.drills ?? [];
  const { lastMs } = restoreTimes(drills);
  const { medianMs, worstMs, trendMsPerYear } = restoreTimes(
    drills.filter(({ endedAt }) => endedAt >= since),
  );
  return {
    lastSeconds: seconds(lastMs),
    medianSeconds: seconds(medianMs),
    worstSeconds: seconds(worstMs),
    trendSecondsPerYear: seconds(trendMsPerYear),
    limitSeconds: seconds(limitMs),
  };
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1000);
}

async function readCasesOf(db: Store['db'], key: JobKey): Promise<BackupJobDetail['cases']> {
  const rows = await db
    .selectFrom('cases')
    .select(['id', 'title', 'title_zh', 'severity_rank', 'opened_at', 'acknowledged_by'])
    .where('group_key', '=', groupKeyOf(key))
    .where('unresolved', '=', 1)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    titles: titleOf(row.title, row.title_zh),
    severity: severities[row.severity_rank] ?? 'major',
    openedAt: iso(row.opened_at),
    acknowledged: row.acknowledged_by !== null,
  }));
}
