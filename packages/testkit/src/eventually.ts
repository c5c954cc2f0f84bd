import { systemClock } from '@watchcase/runtime';

const POLL_MS = 20;

/**
 * Waits until `check` neither throws nor gives undefined or false, asking every 20 ms; then gives its value. Fails with the last error after
 * `timeoutMs` (10 s by default). For what happens in another process or on a socket; never a way to wait a fixed time.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: { timeoutMs?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = systemClock.monotonic() + (options.timeoutMs ?? 10_000);
  let last: unknown = new Error('condition did not become true');
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined && value !== null && value !== false) return value;
    } catch (error) {
      last = error;
    }
    if (systemClock.monotonic() > deadline) throw last;
    await new Promise<void>((resolve) => {
      systemClock.after(POLL_MS, resolve);
    });
  }
}
