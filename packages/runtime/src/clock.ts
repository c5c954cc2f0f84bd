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
  /**
   * Calls `run` once after about `delayMs` milliseconds, up to 2.5 s sooner or later, at one of the moments, 5 s apart, that all such calls
   * share: an idle process that wakes up pays more for that than for most of what it then does. What is asked for sooner than that comes with
   * the next moment.
   */
  about(delayMs: number, run: () => void): Timer;
  /** From now on one of the moments of `about` is just before `atMs` of `monotonic`: who wakes up then in any case is joined by all that may come about then. */
  gather(atMs: number): void;
}

const LONGEST_TIMER_MS = 2_000_000_000;
/** Between two moments of `about`, milliseconds. */
const SHARED_MS = 5000;
/** They are so much sooner than what they gather around, and left alone while they are near. */
const SOONER_MS = 1;
const NEAR_MS = 100;
/** Of the moments, within SHARED_MS. */
let phaseMs = 0;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const handle = setTimeout(run, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
    return { cancel: () => clearTimeout(handle) };
  },
  about(delayMs, run) {
    const now = (performance.now() - phaseMs) / SHARED_MS;
    // Never the moment that is being called.
    const number = Math.max(Math.floor(now) + 1, Math.round(now + delayMs / SHARED_MS));
    const moment = moments.get(number) ?? shareMoment(number);
    const call = { run };
    moment.calls.add(call);
    return {
      cancel() {
        if (!moment.calls.delete(call) || moment.calls.size > 0) return;
        moment.timer.cancel();
        // One that is being called is no longer there; its number may already be another's.
        if (moments.get(number) === moment) moments.delete(number);
      },
    };
  },
  gather(atMs) {
    const later = (((atMs - SOONER_MS - phaseMs) % SHARED_MS) + SHARED_MS) % SHARED_MS;
    if (Math.min(later, SHARED_MS - later) <= NEAR_MS) return;
    phaseMs = (phaseMs + later) % SHARED_MS;
    // What waits for a moment of before is called then.
    moments.clear();
  },
};

/** A moment of the monotonic clock, and what is called then. */
interface Moment {
  timer: Timer;
  calls: Set<{ run(): void }>;
}

/** By their numbers, in multiples of SHARED_MS. */
const moments = new Map<number, Moment>();

function shareMoment(number: number): Moment {
  const calls: Moment['calls'] = new Set();
  const timer = systemClock.after(number * SHARED_MS + phaseMs - performance.now(), () => {
    if (moments.get(number) === moment) moments.delete(number);
    for (const call of calls) {
      calls.delete(call);
      call.run();
    }
  });
  const moment = { timer, calls };
  moments.set(number, moment);
  return moment;
}
