/** Bounds how often streams may change what they consist of. `now` is monotonic milliseconds. */
export interface LayoutBudget {
  /** True when one change may be made now, which is counted. */
  take(now: number): boolean;
}

const AT_ONCE = 24;
const REFILL_MS = 600_000;

/**
 * The collector takes 200 new layouts of a host in 24 hours and refuses the readings of further ones. So that what comes and goes never costs what stays, all
 * streams of an agent together make at most 24 at once and then one every ten minutes, 168 in a day.
 */
export function createLayoutBudget(): LayoutBudget {
  let left = AT_ONCE;
  let since: number | undefined;
  return {
    take(now) {
      since ??= now;
      const earned = Math.floor((now - since) / REFILL_MS);
      left = Math.min(AT_ONCE, left + earned);
      since += earned * REFILL_MS;
      if (left === 0) return false;
      left -= 1;
      return true;
    },
  };
}
