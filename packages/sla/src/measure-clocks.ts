import type { Target } from '@watchcase/api';
import { clocksOf } from './clocks.ts';
import type { ClockEvent } from './clock-event.ts';
import type { Round, Segment } from './round.ts';
import type { ResolveTerms } from './terms.ts';
import { traceClocks } from './trace-clocks.ts';

/** What figures ask of a case's clocks. Milliseconds; null where nothing was promised. */
export interface MeasuredClocks {
  /** How each clock stands. */
  states: ReadonlyMap<Target, 'running' | 'met' | 'breached'>;
  /** Service time of the first answer. */
  firstResponseMs: number | null;
  /** Service time that the clock of the solution has counted. */
  resolveMs: number | null;
  /** How long that clock stood still: by the wall, and of its service time. */
  pausedMs: number;
  pausedServiceMs: number;
}

/** Measures a case's clocks (pure), of the same trace that `clocksOf` reads. What still runs or waits at the log's end is not counted. */
export function measureClocks(events: readonly ClockEvent[], resolve: ResolveTerms): MeasuredClocks {
  const { runs } = traceClocks(events, resolve);
  const roundsOf = (target: Target) => runs.find((run) => run.target === target)?.rounds ?? [];
  const first = roundsOf('respond')[0];
  const solving = roundsOf('resolve');
  return {
    states: new Map(clocksOf(events, resolve).map(({ target, state }) => [target, state])),
    firstResponseMs: first === undefined ? null : countedIn([first]),
    resolveMs: countedIn(solving),
    pausedMs: sum(solving.flatMap(({ pauses }) => pauses.map(({ from, to }) => (to ?? from) - from))),
    pausedServiceMs: sum(solving.map(pausedServiceIn)),
  };
}

function countedIn(rounds: readonly Round[]): number | null {
  const segments = rounds.flatMap((round) => round.segments);
  return segments.length === 0 ? null : sum(segments.map(serviceIn));
}

function serviceIn({ from, to, promised: { time } }: Segment): number {
  return to === null ? 0 : time.elapsed(from, to);
}

/** Each pause begins with a segment that counts nothing, on the calendar that would have counted. */
function pausedServiceIn({ segments, pauses }: Round): number {
  return sum(
    pauses.map(({ from, to }) => {
      const segment = segments.findLast((one) => one.from === from);
      return segment === undefined || to === null ? 0 : segment.promised.time.elapsed(from, to);
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
