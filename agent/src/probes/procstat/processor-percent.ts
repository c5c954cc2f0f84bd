const TICKS_PER_SECOND = 100;

/**
 * Processor time of a group between two moments, percent of one processor. A process that came in between counts in
 * full, one that went does not. Null without an earlier moment.
 */
export function processorPercent(
  before: { at: number; times: ReadonlyMap<string, number> } | undefined,
  now: { at: number; times: ReadonlyMap<string, number> },
): number | null {
  if (before === undefined || now.at <= before.at) return null;
  let ticks = 0;
  for (const [key, value] of now.times) ticks += Math.max(0, value - (before.times.get(key) ?? 0));
  return (100 * (ticks / TICKS_PER_SECOND)) / ((now.at - before.at) / 1000);
}
