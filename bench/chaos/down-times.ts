/** A time in which a part was dead, or could commit nothing. Unix milliseconds. */
export interface Down {
  /** The collector, the broker, or the agents of some hosts. */
  part: 'collector' | 'broker' | { first: number; count: number };
  from: number;
  to: number;
}

/**
 * True when a reading of `time` could be told live for at least `neededMs` in one go: from when it was taken until its agent was killed (what is told after that
 * comes behind the live readings of the next epoch) or it was `latestMs` old, everything on its way was up for that long.
 */
export function couldBeTold(
  downs: readonly Down[],
  { index, time, neededMs, latestMs }: { index: number; time: number; neededMs: number; latestMs: number },
): boolean {
  let until = time + latestMs;
  const ofWay = downs.filter(({ part }) => typeof part === 'string' || isOf(part, index));
  for (const { part, from, to } of ofWay)
    if (typeof part !== 'string' && to > time) until = Math.min(until, Math.max(from, time));
  let upSince = time;
  for (const { from, to } of ofWay.toSorted((a, b) => a.from - b.from)) {
    if (to <= time || from >= until) continue;
    if (from - upSince >= neededMs) return true;
    upSince = Math.max(upSince, to);
  }
  return until - upSince >= neededMs;
}

function isOf({ first, count }: { first: number; count: number }, index: number): boolean {
  return index >= first && index < first + count;
}
