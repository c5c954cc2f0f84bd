import { systemClock } from '@watchcase/runtime';

/** The shortest wait between two looks, and the part of the time waited so far that it is later: who waits long does not keep the machine busy. */
const POLL_MS = 20;
const MOST_POLL_MS = 200;
const POLL_SHARE = 0.1;

/**
 * Waits until `check` neither throws nor gives undefined or false, asking every 20 ms at first and less often the longer it takes; then gives its
 * value. Fails with the last error after `timeoutMs` (10 s by default). For what happens in another process or on a socket; never a way to wait a fixed time.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: { timeoutMs?: number } = {},
): Promise<NonNullable<T>> {
  const began = systemClock.monotonic();
  const deadline = began + (options.timeoutMs ?? 10_000);
  let last: unknown = new Error('condition did not become true');
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined && value !== null && value !== false) return value;
    } catch (error) {
      last = error;
    }
    const now = systemClock.monotonic();
    if (now > deadline) throw last;
    const pause = Math.min(MOST_POLL_MS, Math.max(POLL_MS, (now - began) * POLL_SHARE));
    await new Promise<void>((resolve) => {
      systemClock.after(pause, resolve);
    });
  }
}
