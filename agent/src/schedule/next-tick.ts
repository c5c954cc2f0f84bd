/**
 * Milliseconds from `now` (wall clock) to the stream's next tick: ticks fall on multiples of the interval plus the host's own
 * offset, so that they neither drift nor meet those of other hosts. A timer that fired a little early, or a clock set back a
 * little, does not make two ticks of one.
 */
export function untilNextTick(now: number, intervalMs: number, offsetMs: number): number {
  const into = (((now - offsetMs) % intervalMs) + intervalMs) % intervalMs;
  const left = intervalMs - into;
  return left < intervalMs / 4 ? left + intervalMs : left;
}

/** A host's place within an interval, from any text that is its own; spread evenly over hosts. */
export function tickOffset(seed: string, intervalMs: number): number {
  let hash = 0x811c9dc5;
  for (const char of seed) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % intervalMs;
}
