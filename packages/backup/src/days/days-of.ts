import type { BackupDayState } from '@watchcase/api';
import { type CivilDay, zoneClock } from '@watchcase/calendar';
import type { JobFacts } from '../facts.ts';
import type { Judgement } from '../judge.ts';
import { EARLY_MS, expectationOf } from '../judge-runs.ts';
import type { Policy } from '../policy.ts';
import { attemptsOf } from './attempts.ts';
import type { AskedOfDay, DayOutcome } from './day-outcome.ts';
import { type DaySpan, expectedPieces, intervalPieces, momentBefore, type Piece } from './expected-days.ts';
import { restorePoints, worstLost } from './lost-time.ts';

/** What came beside runs, copies and drills. Times in Unix milliseconds. */
export interface DayMarks {
  stuck: readonly number[];
  verified: readonly { at: number; isSound: boolean }[];
}

/** Which days are asked for, in whose time, and what is known of them. */
export interface DaysQuestion {
  /** Undefined: nobody says what was expected. */
  policy: Policy | undefined;
  /** They must reach back to the moment of the schedule before the first day. */
  facts: JobFacts;
  marks: DayMarks;
  zone: string;
  /** The first day, and the last one. */
  from: CivilDay;
  to: CivilDay;
  now: number;
  /** What the policy says now; undefined without one. */
  judgement: Judgement | undefined;
}

/** What each of some days was for a job (pure). A day that is not over is as far as it has come; those after it are left out. */
export function daysOf(question: DaysQuestion): DayOutcome[] {
  const { policy, facts, zone, from, to, now } = question;
  const clock = zoneClock(zone);
  const today = clock.dayAt(now);
  const spans: DaySpan[] = [];
  for (let day = from; day <= Math.min(to, today); day++)
    spans.push({ day, from: clock.momentOf(day, 0), to: clock.momentOf(day + 1, 0) });
  const pieces = piecesOf(question, spans);
  const points = restorePoints(facts);
  return spans.map((span) => {
    const own = pieces.filter(({ at }) => at >= span.from && at < span.to);
    const isKnown = policy !== undefined && span.to > facts.firstSeenAt;
    return {
      day: span.day,
      state: stateOf(own) ?? (isKnown ? 'none' : 'unknown'),
      expected:
        policy === undefined || policy.zone === null
          ? null
          : own.filter(({ isExpected }) => isExpected).length,
      came: own.reduce((sum, { came }) => sum + came, 0),
      ...seenOn(question, span),
      lostMs: worstLost(points, facts.firstSeenAt, { from: span.from, to: Math.min(span.to, now) }),
      asked: askedBy(policy),
      broken: brokenOn(question, span),
    };
  });
}

function piecesOf({ policy, facts, marks, now }: DaysQuestion, spans: readonly DaySpan[]): Piece[] {
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return [];
  const attempts = attemptsOf(facts, countsFrom(policy, first.from));
  if (policy === undefined)
    return attempts.map(({ at, outcome }) => ({ at, state: outcome, isExpected: false, came: 1 }));
  const expectation = expectationOf(policy, facts, now);
  const asked = { policy, attempts, stuck: marks.stuck, expectation, firstSeenAt: facts.firstSeenAt, now };
  return policy.zone === null
    ? spans.flatMap((span) => intervalPieces(asked, span))
    : expectedPieces(asked, first.from, last.to);
}

/** What was tried before this says nothing of a day: it was for an earlier moment of the schedule. */
function countsFrom(policy: Policy | undefined, from: number): number {
  if (policy === undefined) return from;
  return policy.zone === null ? Number.NEGATIVE_INFINITY : (momentBefore(policy, from) ?? from) - EARLY_MS;
}

/** What of several tells most. */
const ORDER: readonly BackupDayState[] = [
  'missed',
  'stuck',
  'failed',
  'late',
  'warnings',
  'success',
  'pending',
];

/** The worst of what was expected; what came beside it counts where nothing was. */
function stateOf(pieces: readonly Piece[]): BackupDayState | undefined {
  const expected = pieces.filter(({ isExpected }) => isExpected);
  const counted = expected.length > 0 ? expected : pieces;
  return ORDER.find((state) => counted.some((one) => one.state === state));
}

function seenOn(
  { facts, marks }: DaysQuestion,
  { from, to }: DaySpan,
): Pick<DayOutcome, 'verified' | 'drilled'> {
  const verified = marks.verified.filter(({ at }) => at >= from && at < to);
  const drills = facts.drills.filter(({ endedAt }) => endedAt >= from && endedAt < to);
  return {
    verified: verified.length === 0 ? null : verified.every(({ isSound }) => isSound) ? 'sound' : 'damaged',
    drilled: drills.at(-1)?.outcome ?? null,
  };
}

function askedBy(policy: Policy | undefined): AskedOfDay[] {
  if (policy === undefined) return [];
  return [
    'backups',
    ...(policy.rpoMs === null ? [] : (['rpo'] as const)),
    ...(policy.copies.length === 0 && policy.threeTwoOneMs === null ? [] : (['copies'] as const)),
    ...(policy.verifyEveryMs === null ? [] : (['verification'] as const)),
    ...(policy.drillEveryMs === null ? [] : (['drills'] as const)),
  ];
}

/** What is broken now was so on each day since it is. */
function brokenOn({ judgement, now }: DaysQuestion, { from, to }: DaySpan): DayOutcome['broken'] {
  const broken = (judgement?.verdicts ?? []).filter(({ since }) => since > 0 && since < to && from <= now);
  return [...new Set(broken.map(({ check }) => check))];
}
