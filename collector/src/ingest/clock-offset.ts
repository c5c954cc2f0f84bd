import { LIMITS } from '@watchcase/protocol';

/** What is known of the difference between the collector's clock and a host's; each message moves it on in place. */
export interface ClockOffset {
  /** Smallest `arrival − sent` seen lately, milliseconds; positive when the host's clock is behind. */
  offsetMs: number;
  /** The last differences, of which it is the smallest, in the order in which they are written over; NaN where there was none yet. A list of numbers would be as many objects for each host. */
  readonly lately: Float64Array;
  /** Where the next one goes. */
  next: number;
  /** Differences that do not fit the others, waiting to be confirmed; with their moments of arrival. */
  doubtful: readonly { differenceMs: number; at: number }[];
}

const LATELY = 8;
const CONFIRMATIONS = 3;
/** Confirmations must be spread over this time: messages that a stalled connection delivers in one burst agree, and say nothing. */
const CONFIRMED_AFTER_MS = 10_000;

/** Nothing seen yet. */
export function noOffset(): ClockOffset {
  return { offsetMs: 0, lately: new Float64Array(LATELY).fill(Number.NaN), next: 0, doubtful: [] };
}

/** As it was before a restart. */
export function knownOffset(offsetMs: number): ClockOffset {
  const offset = noOffset();
  settle(offset, [offsetMs]);
  return offset;
}

/**
 * Takes one more difference into account. The smallest of the last few is free of network delay. One that is off the others by more than the
 * clock tolerance (a set clock, or one mad message) counts only once three in a row agree that came over ten seconds or more.
 */
export function observeOffset(
  state: ClockOffset,
  { differenceMs, at }: { differenceMs: number; at: number },
): void {
  const isFirst = Number.isNaN(state.lately[0]);
  if (isFirst || near(differenceMs, state.offsetMs)) return settle(state, [differenceMs]);
  const [first, ...others] = state.doubtful.filter((other) => near(other.differenceMs, differenceMs));
  const doubtful = [...(first === undefined ? [] : [first]), ...others.slice(-LATELY), { differenceMs, at }];
  const confirmed = doubtful.length >= CONFIRMATIONS && at - (first?.at ?? at) >= CONFIRMED_AFTER_MS;
  if (!confirmed) state.doubtful = doubtful;
  else settle(forgotten(state), doubtful.map((one) => one.differenceMs).slice(-LATELY));
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

function settle(state: ClockOffset, differences: readonly number[]): void {
  const { lately } = state;
  for (const differenceMs of differences) {
    lately[state.next] = differenceMs;
    state.next = (state.next + 1) % LATELY;
  }
  let least = Number.POSITIVE_INFINITY;
  for (const differenceMs of lately) if (differenceMs < least) least = differenceMs;
  state.offsetMs = least;
  if (state.doubtful.length > 0) state.doubtful = [];
}

function forgotten(state: ClockOffset): ClockOffset {
  state.lately.fill(Number.NaN);
  state.next = 0;
  return state;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= LIMITS.clockToleranceMs;
}
