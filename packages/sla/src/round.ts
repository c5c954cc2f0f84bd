import type { HoldReason } from '@watchcase/api';
import type { Promised } from './promise.ts';

/** A stretch of a case's life that a clock counts. */
export interface Segment {
  from: number;
  /** Null while it is counted. */
  to: number | null;
  promised: Promised;
}

/** A stretch during which a clock stood still; `to` is null while nobody knows its end. */
interface Pause {
  from: number;
  to: number | null;
  reason: HoldReason;
}

/** One run of a clock, from what starts it to what it promises. */
export interface Round {
  since: number;
  segments: Segment[];
  pauses: Pause[];
  stoppedAt: number | null;
  /** Kind of the event that stopped it. */
  stoppedBy: string | null;
  /** Since when nothing is promised any more: the case is less bad now, or its terms are others. Null while something is. */
  withdrawnAt: number | null;
  /** Percents that people were told of. */
  warned: Set<number>;
  /** When its breach was recorded. */
  breachedAt: number | null;
  /** Last change of what is promised: warnings that lie before it are passed silently. */
  changedAt: number;
}

/** A round that has just begun. */
export function newRound(since: number): Round {
  return {
    since,
    segments: [],
    pauses: [],
    stoppedAt: null,
    stoppedBy: null,
    withdrawnAt: null,
    warned: new Set(),
    breachedAt: null,
    changedAt: Number.NEGATIVE_INFINITY,
  };
}

/** What the round counts by now, and what its log leaves open when it is paused; undefined before anything was promised. */
export function lastSegment(round: Round): Segment | undefined {
  return round.segments.at(-1);
}

/** The pause it is in at the end of its log; one with a known end is over there by itself. */
function openPause(round: Round): Pause | undefined {
  const last = round.pauses.at(-1);
  return round.stoppedAt === null && last?.to === null ? last : undefined;
}

/** Service time that the ended segments have counted, milliseconds. */
function countedMs(round: Round): number {
  return round.segments.reduce(
    (sum, { from, to, promised }) => sum + (to === null ? 0 : promised.time.elapsed(from, to)),
    0,
  );
}

/** The moment at which a round has counted `ms`, if what is counted reaches it; null when it has stopped or stands still before. */
export function reachedAt(round: Round, ms: number): number | null {
  let left = ms;
  for (const { from, to, promised } of round.segments) {
    if (to === null) return promised.time.add(from, left);
    const counted = promised.time.elapsed(from, to);
    if (counted >= left) return promised.time.add(from, left);
    left -= counted;
  }
  return null;
}

/** The same for a round that has stopped or stands still, as if it went on at once. */
export function wouldReachAt(round: Round, ms: number): number {
  const reached = reachedAt(round, ms);
  const last = lastSegment(round);
  if (reached !== null || last === undefined) return reached ?? round.since;
  const from = round.stoppedAt ?? openPause(round)?.from ?? last.to ?? last.from;
  return last.promised.time.add(from, ms - countedMs(round));
}
