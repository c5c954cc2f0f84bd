/** How delays are spread, milliseconds; null where there are none. */
export interface Spread {
  count: number;
  p50: number | null;
  p99: number | null;
  max: number | null;
}

/** Counts and ranks delays. */
export function spreadOf(delays: readonly number[]): Spread {
  const sorted = delays.toSorted((a, b) => a - b);
  const share = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
  return { count: sorted.length, p50: share(0.5), p99: share(0.99), max: share(1) };
}
