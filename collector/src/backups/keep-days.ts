import {
  type DayMarks,
  type DayOutcome,
  daysOf,
  type JobFacts,
  type Judgement,
  momentBefore,
  type Policy,
} from '@watchcase/backup';
import { zoneClock } from '@watchcase/calendar';
import { monthOf } from './month-blocks.ts';
import type { Store, Tx } from '../store/index.ts';
import { factsBetween, type JobKey, LAST, type ReadSince } from './read-facts.ts';

const DAY_MS = 86_400_000;
/** How far back days are found anew: what is told later than this changes no day any more. */
const REACH_DAYS = 62;

/** What is known beside facts may be of a day that is found anew from here on. */
export function reachOf(now: number): ReadSince {
  const marks = now - (REACH_DAYS + 3) * DAY_MS;
  return { marks, month: monthOf(Math.floor(marks / DAY_MS)) };
}

/** What the days are found of. */
export interface DaysWanted {
  key: JobKey;
  policy: Policy | undefined;
  facts: JobFacts;
  /** Those of the reach. */
  marks: DayMarks;
  judgement: Judgement | undefined;
  zone: string;
  /** The newest day that is written down; null before the first. */
  settledDay: number | null;
  /** The oldest moment of what was told since; null where nothing was. */
  newsFrom: number | null;
  now: number;
}

/** Finds what the days were that may have changed: from the newest that is written down, or that of the oldest news, and that of the moment of the schedule before it. */
export async function findDays(db: Store['db'] | Tx, wanted: DaysWanted): Promise<DayOutcome[]> {
  const { key, policy, facts, marks, judgement, zone, now } = wanted;
  const clock = zoneClock(zone);
  const today = clock.dayAt(now);
  const first = Math.max(firstOf(wanted, clock.dayAt), today - REACH_DAYS);
  const before =
    policy === undefined || policy.zone === null ? null : momentBefore(policy, clock.momentOf(first, 0));
  const from = Math.max(Math.min(first, before === null ? first : clock.dayAt(before)), today - REACH_DAYS);
  const begin = clock.momentOf(from, 0) - DAY_MS;
  const reaching = reaches(facts, begin)
    ? facts
    : { ...facts, ...(await factsBetween(db, key, { from: begin, to: now })) };
  const days = daysOf({ policy, facts: reaching, marks, zone, from, to: today, now, judgement });
  return days.filter(
    ({ state, verified, drilled }) => state !== 'unknown' || verified !== null || drilled !== null,
  );
}

function firstOf({ settledDay, newsFrom, facts, now }: DaysWanted, dayAt: (ms: number) => number): number {
  const known = [facts.runs[0]?.endedAt, facts.snapshots[0]?.at, facts.firstSeenAt].flatMap((at) => at ?? []);
  const from = settledDay ?? dayAt(Math.min(now, ...known));
  return newsFrom === null ? from : Math.min(from, dayAt(newsFrom));
}

/** Whether the last facts, which is what policies ask for, are all since a moment. */
function reaches({ runs, snapshots }: JobFacts, begin: number): boolean {
  return (
    isWhole(runs.length, LAST.run, runs[0]?.endedAt, begin) &&
    isWhole(snapshots.length, LAST.copy, snapshots[0]?.at, begin)
  );
}

function isWhole(count: number, most: number, oldest: number | undefined, begin: number): boolean {
  return count < most || (oldest ?? begin) <= begin;
}
