import type { BackupDayState } from '@watchcase/api';
import type { CivilDay } from '@watchcase/calendar';
import type { Expectation } from '../judge-runs.ts';
import { earlyMs } from '../judge-runs.ts';
import type { Policy } from '../policy.ts';
import { type Attempt, countBackups, outcomeOf } from './attempts.ts';

/** What one moment of the schedule, or one attempt that none expected, makes of its day. */
export interface Piece {
  at: number;
  state: Exclude<BackupDayState, 'none' | 'unknown'>;
  isExpected: boolean;
  came: number;
}

/** What the moments of a schedule are held against. Times in Unix milliseconds. */
export interface ExpectedQuestion {
  policy: Policy;
  attempts: readonly Attempt[];
  /** When runs were found stuck. */
  stuck: readonly number[];
  /** What is expected now. */
  expectation: Expectation;
  firstSeenAt: number;
  now: number;
}

/** How far back the moment before a day is looked for: schedules of minutes must not be walked through for a year. */
const LOOKS_BACK_MS = [3_600_000, 93_600_000, 691_200_000, 3_456_000_000, 34_560_000_000];

/** The last moment of a schedule before another (pure); null where there was none for 400 days. */
export function momentBefore({ schedule }: Policy, ms: number): number | null {
  for (const back of LOOKS_BACK_MS) {
    let found: number | null = null;
    for (let at = schedule.after(ms - back); at !== null && at < ms; at = schedule.after(at)) found = at;
    if (found !== null) return found;
  }
  return null;
}

/** Moments of a schedule of the calendar from one on, each with what came of it, and what came beside them (pure). */
export function expectedPieces(question: ExpectedQuestion, from: number, to: number): Piece[] {
  const { policy, attempts, firstSeenAt } = question;
  const pieces: Piece[] = [];
  const before = momentBefore(policy, from);
  let at = before ?? policy.schedule.after(from - 1);
  let next = attempts.findIndex((one) => at === null || one.at >= at - earlyMs(policy, at));
  if (next < 0) next = attempts.length;
  for (const one of attempts.slice(0, next)) pieces.push(beside(one));
  for (; at !== null && at < to; ) {
    const following = policy.schedule.after(at);
    const until = following === null ? Number.POSITIVE_INFINITY : following - earlyMs(policy, following);
    const own: Attempt[] = [];
    for (; next < attempts.length && (attempts[next] as Attempt).at < until; next++)
      own.push(attempts[next] as Attempt);
    // Nobody waited for it yet.
    if (at < firstSeenAt && own.length === 0) {
      at = following;
      continue;
    }
    pieces.push(...pieceOf(question, { at, until, own }));
    at = following;
  }
  // Where a moment after the span is known, the rest belongs to it.
  if (at === null) for (const one of attempts.slice(next)) pieces.push(beside(one));
  return pieces.filter((one) => one.at >= from && one.at < to);
}

function beside({ at, outcome }: Attempt): Piece {
  return { at, state: outcome, isExpected: false, came: 1 };
}

/** What came for a moment; what comes when that is done is nobody's, and of its own day. */
function pieceOf(
  question: ExpectedQuestion,
  { at, until, own }: { at: number; until: number; own: readonly Attempt[] },
): Piece[] {
  const { policy, stuck, expectation, now } = question;
  const deadline = at + policy.randomDelayMs + policy.graceMs;
  const firstGood = own.find(({ outcome }) => outcome !== 'failed');
  const wasStuck = stuck.some((one) => one >= at && one < until + policy.maxRunMs);
  const reach = Math.max(firstGood?.at ?? 0, deadline);
  const [mine, later] = [own.filter((one) => one.at <= reach), own.filter((one) => one.at > reach)];
  const more = firstGood === undefined ? [] : later;
  const tried = firstGood === undefined ? own : mine;
  const piece = { at, isExpected: true, came: countBackups(tried) };
  if (firstGood !== undefined) {
    const outcome = firstGood.at > deadline ? 'late' : outcomeOf(tried);
    return [{ ...piece, state: outcome }, ...more.map(beside)];
  }
  if (wasStuck) return [{ ...piece, state: 'stuck' }];
  if (own.length > 0) return [{ ...piece, state: 'failed' }];
  return [{ ...piece, state: nothingCame({ at, deadline, now, expectation }) }];
}

function nothingCame({
  at,
  deadline,
  now,
  expectation,
}: {
  at: number;
  deadline: number;
  now: number;
  expectation: Expectation;
}): 'pending' | 'late' | 'missed' {
  if (now < at) return 'pending';
  const isAwaited = expectation.expectedAt !== null && expectation.expectedAt <= at;
  if (isAwaited && (expectation.state === 'running' || expectation.state === 'unheard')) return 'pending';
  return now < deadline ? 'late' : 'missed';
}

/** What a day was by an interval (pure): what came is of its day, and a day at whose end the interval and its grace are over without anything is one on which it was missed. */
export function intervalPieces(
  { policy, attempts, expectation, firstSeenAt, now }: ExpectedQuestion,
  { from, to }: { from: number; to: number },
): Piece[] {
  const own = attempts.filter((one) => one.at >= from && one.at < to);
  const last = attempts.findLast((one) => one.at < from)?.at ?? firstSeenAt;
  const deadlineAfter = (at: number) =>
    (policy.schedule.after(at) ?? at) + policy.randomDelayMs + policy.graceMs;
  if (own.length > 0) {
    const good = own.find(({ outcome }) => outcome !== 'failed');
    const isLate = good !== undefined && last >= firstSeenAt && good.at > deadlineAfter(last);
    return [
      {
        at: (own[0] as Attempt).at,
        state: isLate ? 'late' : outcomeOf(own),
        isExpected: true,
        came: countBackups(own),
      },
    ];
  }
  const [end, piece] = [Math.min(to, now), { at: from, isExpected: true, came: 0 }];
  if (end < from || to <= firstSeenAt) return [];
  const isWaitedFor = expectation.state === 'running' || expectation.state === 'unheard';
  if (end >= deadlineAfter(last))
    return [{ ...piece, state: isWaitedFor && now < to ? 'pending' : 'missed' }];
  if (now >= to) return [];
  return [{ ...piece, state: now >= (policy.schedule.after(last) ?? now) ? 'late' : 'pending' }];
}

/** A civil day as a span of moments. */
export interface DaySpan {
  day: CivilDay;
  from: number;
  to: number;
}
