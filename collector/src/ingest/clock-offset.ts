import { LIMITS } from '@watchcase/protocol';

/** What is known of the difference between the collector's clock and a host's; each message moves it on in place. */
export interface ClockOffset {
  /** Smallest `arrival − sent` seen lately, milliseconds; positive when the host's clock is behind. */
  offsetMs: number;
  /** The differences it is the smallest of, newest last. */
  lately: number[];
  /** Differences that do not fit the others, waiting to be confirmed; with their moments of arrival. */
  doubtful: readonly { differenceMs: number; at: number }[];
}

const LATELY = 8;
const CONFIRMATIONS = 3;
/** Confirmations must be spread over this time: messages that a stalled connection delivers in one burst agree, and say nothing. */
const CONFIRMED_AFTER_MS = 10_000;

/** Nothing seen yet. */
export function noOffset(): ClockOffset {
  return { offsetMs: 0, lately: [], doubtful: [] };
}

/**
 * Takes one more difference into account. The smallest of the last few is free of network delay. One that is off the others by more than the
 * clock tolerance (a set clock, or one mad message) counts only once three in a row agree that came over ten seconds or more.
 */
export function observeOffset(
  state: ClockOffset,
  { differenceMs, at }: { differenceMs: number; at: number },
): void {
  const { lately } = state;
  const fits = lately.length === 0 || near(differenceMs, state.offsetMs);
  if (fits) {
    if (lately.length >= LATELY) lately.shift();
    lately.push(differenceMs);
    return settle(state, lately);
  }
  const [first, ...others] = state.doubtful.filter((other) => near(other.differenceMs, differenceMs));
  const doubtful = [...(first === undefined ? [] : [first]), ...others.slice(-LATELY), { differenceMs, at }];
  const confirmed = doubtful.length >= CONFIRMATIONS && at - (first?.at ?? at) >= CONFIRMED_AFTER_MS;
  if (confirmed) settle(state, doubtful.map((one) => one.differenceMs).slice(-LATELY));
  else state.doubtful = doubtful;
}

/**
 * Where a sample belongs on the collector's clock. Within the tolerance the host's own time stands; beyond it the offset is added. A sample
 * that would still lie in the future is placed by its age when it was sent.
 */
export function correctedTime(
  sample: { time: number; sent: number; arrivedAt: number },
  offsetMs: number,
): { time: number; repaired: boolean } {
  const off = Math.abs(offsetMs) > LIMITS.clockToleranceMs;
  const time = Math.max(0, off ? sample.time + offsetMs : sample.time);
  if (time <= sample.arrivedAt + LIMITS.clockToleranceMs) return { time, repaired: false };
  return { time: timeByAge(sample), repaired: true };
}

/** Where a sample belongs by its age when it was sent, whatever the host's clock says. */
export function timeByAge(sample: { time: number; sent: number; arrivedAt: number }): number {
  const age = Math.min(Math.max(0, sample.sent - sample.time), sample.arrivedAt);
  return sample.arrivedAt - age;
}

function settle(state: ClockOffset, lately: number[]): void {
  state.lately = lately;
  state.offsetMs = Math.min(...lately);
  if (state.doubtful.length > 0) state.doubtful = [];
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= LIMITS.clockToleranceMs;
}
