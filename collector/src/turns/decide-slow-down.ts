import { MOST_SLOW_DOWN } from '@watchcase/protocol';

/** What is seen of the load in a second. */
export interface Load {
  /** How long the message that has waited longest has waited, milliseconds. */
  waitedMs: number;
  /** Messages were not taken since the last look: as many wait as may. */
  isFull: boolean;
}

/** How many readings are wanted live, and why. */
export interface SlowDownDecision {
  because: 'full' | 'slow' | 'well' | 'keeping-up';
  /** Of so many readings of a stream one; 1 = all. */
  slowDown: number;
}

/** Live readings wait no longer than this, or fewer are wanted; below the other more are. */
const SLOW_MS = 1000;
const QUICK_MS = 400;
/** Up at once, since a queue grows as fast as what is too much; down slowly, since all hosts follow together. */
const UP = 1.5;
const UP_SOON = 2;
const DOWN = 0.93;
/** Nearer to all than this is all. */
const NEAR = 1.05;

/** Decides how many readings hosts are asked to send live, from how many it was and what the last second was like (pure). */
export function decideSlowDown(before: number, { waitedMs, isFull }: Load): SlowDownDecision {
  if (isFull || waitedMs > SLOW_MS) {
    const slowDown = Math.min(MOST_SLOW_DOWN, before * (isFull || waitedMs > 2 * SLOW_MS ? UP_SOON : UP));
    return { because: isFull ? 'full' : 'slow', slowDown };
  }
  if (waitedMs > QUICK_MS) return { because: 'keeping-up', slowDown: before };
  const slowDown = before * DOWN;
  return { because: 'well', slowDown: slowDown < NEAR ? 1 : slowDown };
}
