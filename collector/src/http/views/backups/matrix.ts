import {
  type BackupDay,
  type BackupMatrix,
  type BackupMatrixQuery,
  type backupMatrixTableQuerySchema,
  type BackupMatrixRow,
  backupStates,
} from '@watchcase/api';
import type { DayOutcome } from '@watchcase/backup';
import { formatCivilDay, parseCivilDay, zoneClock } from '@watchcase/calendar';
import type { z } from 'zod';
import { keyOf, readDays } from '../../../backups/index.ts';
import { decodeCursor, encodeCursor } from '../../cursor.ts';
import type { HttpRooms } from '../../rooms.ts';
import { type KnownJob, readJobs } from './job-rows.ts';
import { type ListedJob, listJobs } from './list-jobs.ts';

type Sources = Pick<HttpRooms, 'store' | 'directory' | 'clock'>;
type Limits = { customers: readonly string[] | null };

const DAY_MS = 86_400_000;

/** One page of the matrix. Errors: CURSOR_INVALID. */
export async function readMatrix(
  sources: Sources,
  query: BackupMatrixQuery,
  { customers }: Limits,
): Promise<BackupMatrix> {
  const all = await listJobs(sources.store.db, query, customers);
  const own = query.state === undefined ? all : all.filter(({ state }) => state === query.state);
  const sorted = own.toSorted((a, b) => keyIn(query.sort, a) - keyIn(query.sort, b));
  const begin = beginOf(sorted, query);
  const page = sorted.slice(begin, begin + query.limit);
  const last = page.at(-1);
  const isMore = begin + query.limit < sorted.length && last !== undefined;
  return {
    ...(await withCells(sources, page, query)),
    next: isMore
      ? encodeCursor('backups', [query.sort, keyIn(query.sort, last), last.hostId, last.job])
      : null,
    total: own.length,
    states: Object.fromEntries(
      backupStates.map((state) => [state, all.filter((one) => one.state === state).length]),
    ) as BackupMatrix['states'],
  };
}

/** All of it, for a table. */
export async function readWholeMatrix(
  sources: Sources,
  query: z.output<typeof backupMatrixTableQuerySchema>,
  { customers }: Limits,
): Promise<Pick<BackupMatrix, 'items' | 'days'>> {
  const all = await listJobs(sources.store.db, query, customers);
  return withCells(
    sources,
    all.filter(({ state }) => query.state === undefined || state === query.state),
    query,
  );
}

/** What a job is sorted by before its host and name; those of which no drill is asked come last. */
function keyIn(sort: BackupMatrixQuery['sort'], { state, drillDueAt }: ListedJob): number {
  if (sort === 'drill') return drillDueAt ?? Number.MAX_SAFE_INTEGER;
  return sort === 'state' ? backupStates.indexOf(state) : 0;
}

/** Behind the last job of the page before; a job that stands otherwise since then is where it stands now. */
function beginOf(sorted: readonly ListedJob[], { cursor, sort }: BackupMatrixQuery): number {
  if (cursor === undefined) return 0;
  const [, key, host, job] = decodeCursor(cursor, 'backups', sort);
  const found = sorted.findIndex((one) => {
    const own = keyIn(sort, one);
    if (own !== key) return own > key;
    return one.hostId > host || (one.hostId === host && one.job > job);
  });
  return found < 0 ? sorted.length : found;
}

async function withCells(
  { store, directory, clock }: Sources,
  keys: readonly ListedJob[],
  { to, days }: { to?: string | undefined; days: number },
): Promise<Pick<BackupMatrix, 'items' | 'days'>> {
  const jobs = await readJobs(store.db, await directory.current(), keys);
  const last = parseCivilDay(to ?? '') ?? newestDay(jobs, clock.now());
  const columns = columnsOf(last - days + 1, last);
  const known = await readDays(store.db, keys, { from: last - days + 1, to: last });
  return {
    days: columns.map(({ name }) => name),
    items: jobs.map((one): BackupMatrixRow => {
      const own = known.get(keyOf({ hostId: one.row.host.id, job: one.row.job })) ?? [];
      return { ...one.row, cells: cellsOf(one, own, columns) };
    }),
  };
}

/** The newest day that any of the jobs is in; where there are none, today in UTC. */
function newestDay(jobs: readonly KnownJob[], now: number): number {
  const zones = new Set(jobs.map(({ row }) => row.zone));
  const days = [...zones].map((zone) => zoneClock(zone).dayAt(now));
  return days.length === 0 ? Math.floor(now / DAY_MS) : Math.max(...days);
}

/** A day as others name it; since 1970-01-01. */
interface Column {
  day: number;
  name: string;
}

/** Days from one to another (pure); named once for all jobs. */
export function columnsOf(from: number, to: number): Column[] {
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    day: from + at,
    name: formatCivilDay(from + at),
  }));
}

/** The squares of some days (pure): of those that nobody has written down yet it is not known, or not over, what they are. */
export function cellsOf(
  job: KnownJob,
  known: readonly DayOutcome[],
  columns: readonly Column[],
): BackupDay[] {
  const byDay = new Map(known.map((one) => [one.day, one]));
  return columns.map(({ day, name }) => {
    const one = byDay.get(day);
    const isAhead = job.row.policy !== null && day > job.settledDay;
    const state = one?.state ?? (isAhead ? 'pending' : 'unknown');
    const { expected = null, came = 0, verified = null, drilled = null } = one ?? {};
    return { day: name, state, expected, came, verified, drilled };
  });
}
