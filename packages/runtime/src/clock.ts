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
   * The same for a limit that is nearly always cancelled before the process sleeps again: a timer that was cancelled still wakes it up when it was the next one due, and this one
   * does not.
   */
  limit(delayMs: number, run: () => void): Timer;
  /**
   * Calls `run` once after about `delayMs` milliseconds at one of the moments, 5 s apart unless `gather` says otherwise, that all such calls
   * share, up to half of that sooner or later: an idle process that wakes up pays more for that than for most of what it then does. What is asked for sooner than that comes with
   * the next moment.
   */
  about(delayMs: number, run: () => void): Timer;
  /**
   * From now on the moments of `about`, 5 to 10 s apart, come together with what is done at `atMs` of `monotonic` and each `intervalMs` from there: all at once where that is
   * between 5 and 10 s too, else with some of those or with some between them.
   */
  gather(atMs: number, intervalMs: number): void;
}

const LONGEST_TIMER_MS = 2_000_000_000;
/** Between two moments of `about`, milliseconds; the least while nobody gathers them. */
const [LEAST_MS, MOST_MS] = [5000, 10_000];
/** They are so much later than what they gather around, which takes longer than that: one wake-up does both. They are left alone while they are near. */
const LATER_MS = 2;
const NEAR_MS = 100;
/** A timer may be called so much too early. */
const EARLY_MS = 2;
let shared = { everyMs: LEAST_MS, phaseMs: 0 };

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const handle = setTimeout(run, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
    return { cancel: () => clearTimeout(handle) };
  },
  limit(delayMs, run) {
    const dueAt = performance.now() + delayMs;
    let timer: Timer | undefined;
    // When what is there already was looked at once, and before the process sleeps.
    const soon = setImmediate(() => (timer = systemClock.after(dueAt - performance.now(), run)));
    return {
      cancel() {
        clearImmediate(soon);
        timer?.cancel();
      },
    };
  },
  about(delayMs, run) {
    const { everyMs, phaseMs } = shared;
    const now = (performance.now() + EARLY_MS - phaseMs) / everyMs;
    // Never the moment that is being called.
    const number = Math.max(Math.floor(now) + 1, Math.round(now + delayMs / everyMs));
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
  gather(atMs, intervalMs) {
    const everyMs = sharedEvery(intervalMs);
    const stepMs = Math.min(intervalMs, everyMs);
    const later = modulo(atMs + LATER_MS - shared.phaseMs, stepMs);
    if (everyMs === shared.everyMs && Math.min(later, stepMs - later) <= NEAR_MS) return;
    shared = { everyMs, phaseMs: modulo(atMs + LATER_MS, everyMs) };
    // What waits for a moment of before is called then.
    moments.clear();
  },
};

/** From 5 to 10 s: a part of an interval, or some of them. */
function sharedEvery(intervalMs: number): number {
  return intervalMs < LEAST_MS
    ? intervalMs * Math.ceil(LEAST_MS / intervalMs)
    : intervalMs / Math.ceil(intervalMs / MOST_MS);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** A moment of the monotonic clock, and what is called then. */
interface Moment {
  timer: Timer;
  calls: Set<{ run(): void }>;
}

/** By their numbers, as they are shared now. */
const moments = new Map<number, Moment>();

function shareMoment(number: number): Moment {
  const calls: Moment['calls'] = new Set();
  const at = number * shared.everyMs + shared.phaseMs;
  const timer = systemClock.after(at - performance.now(), () => {
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
