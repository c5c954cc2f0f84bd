import type { Target, HoldReason } from '@watchcase/api';
import type { OpenSpan } from '@watchcase/calendar';
import { isLate, percentsOf } from './clocks.ts';
import { lastSegment, reachedAt, type Round, wouldReachAt } from './round.ts';
import type { ResolveTerms, Terms } from './terms.ts';
import type { ClockEvent } from './clock-event.ts';
import { traceClocks } from './trace-clocks.ts';

/** A stretch of service time that was counted, on which calendar. Times in Unix milliseconds. */
interface CountedSpan extends OpenSpan {
  calendar: string;
}

/** One round of a clock: what was promised, what was counted, what stood still, and how it ended. */
export interface ExplainedRound {
  since: number;
  /** The limit as the policy has it, of what held last; travel on top of it is in `limitMs`. */
  words: string;
  limitMs: number;
  /** True where the variant for what begins outside hours holds. */
  isOutside: boolean;
  calendar: string;
  dueAt: number;
  isProvisional: boolean;
  /** What was counted up to now, the oldest first; of very many the first. */
  counted: CountedSpan[];
  countedMs: number;
  pauses: { from: number; to: number | null; reason: HoldReason }[];
  warnings: { percent: number; at: number | null; isTold: boolean }[];
  stoppedAt: number | null;
  stoppedBy: string | null;
  outcome: 'running' | 'paused' | 'met' | 'breached' | 'withdrawn';
}

/** Why the clocks of a case stand as they do. */
export interface ClocksExplained {
  /** `standard@2`: what holds now. */
  policy: string;
  clocks: { target: Target; rounds: ExplainedRound[] }[];
}

/** Spans of one round that are told one by one. */
const MOST_SPANS = 100;

/** Explains every clock of a case at `now` (pure), of the same trace that `clocksOf` reads. */
export function explainClocks(
  events: readonly ClockEvent[],
  resolve: ResolveTerms,
  now: number,
): ClocksExplained {
  const { runs, terms } = traceClocks(events, resolve);
  return {
    policy: terms.name,
    clocks: runs
      .map(({ target, rounds }) => ({
        target,
        rounds: rounds.flatMap((round) => explain(round, terms, now)),
      }))
      .filter(({ rounds }) => rounds.length > 0),
  };
}

function explain(round: Round, terms: Terms, now: number): ExplainedRound[] {
  const promised = lastSegment(round)?.promised;
  if (promised === undefined) return [];
  const { limitMs, words, isOutside, time } = promised;
  const dueAt = wouldReachAt(round, limitMs);
  const counted = countedSpans(round, now);
  const sureUntil = time.provisionalFrom;
  return [
    {
      since: round.since,
      words,
      limitMs,
      isOutside,
      calendar: time.id,
      dueAt,
      isProvisional: sureUntil !== null && dueAt > sureUntil,
      counted: counted.slice(0, MOST_SPANS),
      countedMs: counted.reduce((sum, { from, to }) => sum + to - from, 0),
      pauses: round.pauses.filter(({ from, to }) => to === null || to > from),
      warnings: percentsOf(terms).map((percent) => ({
        percent,
        at: reachedAt(round, (limitMs * percent) / 100),
        isTold: percent === 100 ? round.breachedAt !== null : round.warned.has(percent),
      })),
      stoppedAt: round.stoppedAt,
      stoppedBy: round.stoppedBy,
      outcome: outcomeOf(round, now),
    },
  ];
}

function countedSpans(round: Round, now: number): CountedSpan[] {
  return round.segments.flatMap(({ from, to, promised: { time } }) =>
    time.spans(from, Math.min(to ?? now, now)).map((span) => ({ ...span, calendar: time.id })),
  );
}

function outcomeOf(round: Round, now: number): ExplainedRound['outcome'] {
  if (isLate(round)) return 'breached';
  if (round.withdrawnAt !== null) return 'withdrawn';
  if (round.stoppedAt !== null) return 'met';
  const isPaused = round.pauses.some(({ from, to }) => from <= now && (to === null || now < to));
  return isPaused ? 'paused' : 'running';
}
