import type { Clock } from './clock.ts';

/** True the first time it is asked, and then at most once in `everyMs`: for what strangers can cause as often as they like. */
export function createSeldom(clock: Pick<Clock, 'monotonic'>, everyMs: number): () => boolean {
  let last = -Infinity;
  return () => {
    const now = clock.monotonic();
    if (now - last < everyMs) return false;
    last = now;
    return true;
  };
}
