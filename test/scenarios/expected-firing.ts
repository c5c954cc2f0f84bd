/** What a host measured: the sample's time in Unix milliseconds, and whether the rule's condition held. */
export interface Judged {
  time: number;
  holds: boolean;
}

/** Samples further apart than this many intervals leave a hole that counts for nothing. */
const HOLE_INTERVALS = 3;

/**
 * When a rule with `for` must fire, worked out the plain way from all samples there ever were: the first sample at which the condition
 * has held for `forMs` of observed time. Null when it never must. What the collector went through in between plays no part.
 */
export function expectedFiring(
  samples: readonly Judged[],
  terms: { forMs: number; intervalMs: number },
): number | null {
  let heldMs = 0;
  let before: Judged | undefined;
  for (const sample of samples.toSorted((a, b) => a.time - b.time)) {
    const gapMs = sample.time - (before?.time ?? sample.time);
    if (!sample.holds || before?.holds !== true) heldMs = 0;
    else if (gapMs <= HOLE_INTERVALS * terms.intervalMs) heldMs += gapMs;
    if (sample.holds && heldMs >= terms.forMs) return sample.time;
    before = sample;
  }
  return null;
}
