/** Shape of a growing, jittered delay. */
export interface BackoffOptions {
  /** Delay before jitter of the first retry, in milliseconds. */
  firstMs: number;
  /** Upper bound of any delay, in milliseconds. */
  maxMs: number;
}

/**
 * Delay before retry number `attempt` (1 for the first): doubles each time up to `maxMs`, then takes a
 * share between 50 % and 100 % of it, so that many clients do not return at the same moment.
 * `random` is a number in [0, 1).
 */
export function backoffMs(attempt: number, options: BackoffOptions, random: number): number {
  const exponent = Math.min(Math.max(0, attempt - 1), 40);
  const full = Math.min(options.maxMs, options.firstMs * 2 ** exponent);
  return Math.round(full * (0.5 + random / 2));
}
