import type { Target, HoldReason } from '@watchcase/api';
import { lastSegment, reachedAt, type Round, wouldReachAt } from './round.ts';
import type { ResolveTerms, Terms } from './terms.ts';
import { percentsIn } from './warn-schema.ts';
import type { ClockEvent } from './clock-event.ts';
import { type ClockTrace, type Run, traceClocks } from './trace-clocks.ts';

/** One promised moment of a case, as its events and terms make it. Times in Unix milliseconds. */
export interface ClockState {
  target: Target;
  limitMs: number;
  /** While it is paused without a known end: when it would be due if it went on at once. */
  dueAt: number;
  /** When the target was reached; null while it is not. */
  stoppedAt: number | null;
  /** Breached for good once a round of it was late. */
  state: 'running' | 'met' | 'breached';
  /** Why it stands still at the end of the log; null when it does not. One with a known end is running again from then on. */
  paused: { reason: HoldReason; since: number; until: number | null } | null;
  /** True when the calendar is not sure of the days before it is due. */
  isProvisional: boolean;
  /** The next warning that is not in the events yet; null when none is left. */
  nextAt: number | null;
  nextPercent: number | null;
}

const DEFAULT_WARNINGS: readonly number[] = [50, 75];
const BREACH = 100;

/**
 * The clocks of a case: a function of its event log and what its terms name, nothing else. A change of severity or terms keeps what has elapsed and changes the
 * limit: warnings passed by that change are passed silently, a breach is not.
 */
export function clocksOf(events: readonly ClockEvent[], resolve: ResolveTerms): ClockState[] {
  const trace = traceClocks(events, resolve);
  return trace.runs.flatMap((run) => stateOf(run, trace) ?? []);
}

/** Percents at which a clock speaks, in their order. */
export function percentsOf({ policy }: Terms): number[] {
  const percents = new Set([...(policy.warnings ?? DEFAULT_WARNINGS), ...percentsIn(policy.warn)]);
  return [...[...percents].toSorted((a, b) => a - b), BREACH];
}

/** True once the promise of a round was not kept. */
export function isLate(round: Round): boolean {
  const last = lastSegment(round);
  if (round.breachedAt !== null) return true;
  if (last === undefined || round.stoppedAt === null) return false;
  const reached = reachedAt(round, last.promised.limitMs);
  return reached !== null && round.stoppedAt > reached;
}

function stateOf({ target, rounds }: Run, { terms, heldUntil }: ClockTrace): ClockState | undefined {
  const current = rounds.at(-1);
  const isPromised =
    current !== undefined && lastSegment(current) !== undefined && current.withdrawnAt === null;
  const round = isPromised ? current : rounds.findLast(isLate);
  const last = round === undefined ? undefined : lastSegment(round);
  if (round === undefined || last === undefined) return undefined;
  const isBreached = rounds.some(isLate);
  const stoppedAt = round.stoppedAt ?? round.withdrawnAt;
  const { limitMs } = last.promised;
  const dueAt = wouldReachAt(round, limitMs);
  const sureUntil = last.promised.time.provisionalFrom;
  const next = nextOf(round, terms);
  return {
    target,
    limitMs,
    dueAt,
    stoppedAt,
    state: isBreached ? 'breached' : stoppedAt === null ? 'running' : 'met',
    paused: pausedIn(round, heldUntil),
    isProvisional: sureUntil !== null && dueAt > sureUntil,
    nextAt: next?.at ?? null,
    nextPercent: next?.percent ?? null,
  };
}

/** The pause that the log ends with. */
function pausedIn(round: Round, heldUntil: number | null): ClockState['paused'] {
  const pause = round.pauses.at(-1);
  if (pause === undefined || pause.to !== heldUntil || round.stoppedAt !== null) return null;
  return { reason: pause.reason, since: pause.from, until: pause.to };
}

function nextOf(round: Round, terms: Terms): { at: number; percent: number } | undefined {
  const last = lastSegment(round);
  const isOver = round.stoppedAt !== null || round.breachedAt !== null || round.withdrawnAt !== null;
  if (last === undefined || isOver) return undefined;
  for (const percent of percentsOf(terms)) {
    if (round.warned.has(percent)) continue;
    const at = reachedAt(round, (last.promised.limitMs * percent) / BREACH);
    if (at === null) return undefined;
    if (percent === BREACH || at > round.changedAt) return { at, percent };
  }
  return undefined;
}
