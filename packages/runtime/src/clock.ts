/** A scheduled call that has not happened yet. */
export interface Timer {
  /** Forgets the call; harmless when it already happened. */
  cancel(): void;
}

/**
 * The only door to time. Everything that decides takes `now` as an argument; everything that waits
 * takes a `Clock`, so that a test moves time by hand.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970-01-01T00:00:00Z; may jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds from an arbitrary start; never jumps, never runs backwards. */
  monotonic(): number;
  /** Calls `run` once after `delayMs` milliseconds (clamped to 0 … 24 days). The process stays alive until then, or until it is cancelled. */
  after(delayMs: number, run: () => void): Timer;
}

const LONGEST_TIMER_MS = 2_000_000_000;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const handle = setTimeout(run, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
    return { cancel: () => clearTimeout(handle) };
  },
};
