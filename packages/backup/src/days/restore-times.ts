import type { DrillFact } from '../facts.ts';

const YEAR_MS = 365.25 * 86_400_000;
/** Of two drills every line is a trend. */
const LEAST = 3;

/** How long restores took, milliseconds. */
export interface RestoreTimes {
  lastMs: number | null;
  medianMs: number | null;
  worstMs: number | null;
  /** By how much more in a year; null of fewer than three drills, or of those of one moment. */
  trendMsPerYear: number | null;
}

/** How long the restores of drills took that passed, and whether that grows: the slope of the straight line that is nearest to them (pure). */
export function restoreTimes(drills: readonly DrillFact[]): RestoreTimes {
  const passed = drills.filter(({ outcome }) => outcome === 'passed');
  const took = passed.map(({ startedAt, endedAt }) => endedAt - startedAt);
  const sorted = took.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1
      ? sorted[middle]
      : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
  return {
    lastMs: took.at(-1) ?? null,
    medianMs: sorted.length === 0 ? null : (median ?? null),
    worstMs: sorted.at(-1) ?? null,
    trendMsPerYear:
      took.length < LEAST
        ? null
        : slope(
            passed.map(({ endedAt }) => endedAt),
            took,
          ),
  };
}

function slope(moments: readonly number[], took: readonly number[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [at, of] = [mean(moments), mean(took)];
  const spread = moments.reduce((sum, one) => sum + (one - at) ** 2, 0);
  if (spread === 0) return null;
  const shared = moments.reduce((sum, one, index) => sum + (one - at) * ((took[index] ?? 0) - of), 0);
  return Math.round((shared / spread) * YEAR_MS);
}
