import type { CaseKind, CaseSource, Target } from '@watchcase/api';
import type { MeasuredClocks } from '@watchcase/sla';
import { foldCase } from '../cases/index.ts';
import type { CaseEvent } from '../model/index.ts';
import { costOfWork, type RatesVersion, type WorkDone } from './cost-of-work.ts';
import { walkLife } from './walk-life.ts';

/** Grows when what a figure says changes: facts of another form are made anew. */
export const FACTS_FORM = 1;

/** Everything that figures know of one case; follows from its log. Milliseconds. */
export interface CaseFacts extends WorkDone {
  fate: 'counted' | 'cancelled' | 'merged';
  kind: CaseKind;
  /** Found by us before the customer said anything. */
  isFoundFirst: boolean;
  /** Of its terms as they are at the end of its log. */
  contract: string | null;
  isSolved: boolean;
  isReopened: boolean;
  isRecurrence: boolean;
  hasArrival: boolean;
  rating: number | null;
  /** Targets that are decided: `false` = missed. */
  inside: Partial<Record<Target, boolean>>;
  acknowledgeMs: number | null;
  acknowledgeServiceMs: number | null;
  /** Of a solved case: by the wall, without waits, and the same in service hours. */
  resolve: {
    ms: number;
    unpausedMs: number;
    serviceMs: number | null;
    serviceUnpausedMs: number | null;
  } | null;
}

/** What facts follow from beside the log. */
export interface FactSources {
  clocks: MeasuredClocks;
  /** Of the contract that the log names. */
  rates: readonly RatesVersion[];
  /** Cases that became part of this one: by which door they came, and when. */
  absorbed: readonly { source: CaseSource; openedAt: number }[];
}

const OURS: ReadonlySet<CaseSource> = new Set(['alert', 'inspection']);

/** What figures know of a case (pure), of its log, oldest first. */
export function factsOfCase(
  events: readonly CaseEvent[],
  { clocks, rates, absorbed }: FactSources,
): CaseFacts {
  const fold = foldCase(events);
  const life = walkLife(events);
  const fate = life.isMerged ? 'merged' : fold.state === 'cancelled' ? 'cancelled' : 'counted';
  const isSolved = fate === 'counted' && fold.resolvedAt !== null;
  const first = [{ source: fold.source, openedAt: fold.openedAt }, ...absorbed].toSorted(
    (a, b) => a.openedAt - b.openedAt,
  )[0];
  return {
    fate,
    kind: fold.kind,
    isFoundFirst: first !== undefined && OURS.has(first.source),
    contract: contractOf(events),
    isSolved,
    isReopened: life.isReopened,
    isRecurrence: typeof events[0]?.data['recurrenceOf'] === 'number',
    hasArrival: life.hasArrival,
    rating: fold.rating,
    inside: insideOf(clocks),
    acknowledgeMs: life.acknowledgedAfterMs,
    acknowledgeServiceMs: life.acknowledgedAfterMs === null ? null : clocks.firstResponseMs,
    resolve: isSolved ? resolveTimes(life.unresolvedMs, clocks) : null,
    ...costOfWork(events, rates),
  };
}

/** The contract that the log names last; null when its last terms name none, too. */
export function contractOf(events: readonly Pick<CaseEvent, 'data'>[]): string | null {
  const named = events.findLast(({ data }) => data['terms'] !== undefined)?.data['terms'];
  const contract = isRecord(named) ? named['contract'] : null;
  return typeof contract === 'string' ? contract : null;
}

function resolveTimes(
  ms: number,
  { resolveMs, pausedMs, pausedServiceMs }: MeasuredClocks,
): CaseFacts['resolve'] {
  return {
    ms,
    unpausedMs: Math.max(0, ms - pausedMs),
    serviceMs: resolveMs === null ? null : resolveMs + pausedServiceMs,
    serviceUnpausedMs: resolveMs,
  };
}

function insideOf({ states }: MeasuredClocks): CaseFacts['inside'] {
  const inside: CaseFacts['inside'] = {};
  for (const [target, state] of states) if (state !== 'running') inside[target] = state === 'met';
  return inside;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
