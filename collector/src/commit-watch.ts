import type { Clock } from '@watchcase/runtime';

/** Knows how long the commit under way has taken, over all its attempts: a database may hang, and whether that fails depends on the connection. */
export interface CommitWatch {
  /** Does `commit`, watched; one at a time. One that fails is expected to be tried again, and is under way meanwhile. */
  during<T>(commit: () => Promise<T>): Promise<T>;
  /** Milliseconds the one under way has taken since its first attempt; 0 without one. */
  ageMs(): number;
}

/** Nothing is under way yet. */
export function createCommitWatch(clock: Clock): CommitWatch {
  let since: number | undefined;
  return {
    async during(commit) {
      since ??= clock.monotonic();
      const done = await commit();
      since = undefined;
      return done;
    },
    ageMs: () => (since === undefined ? 0 : clock.monotonic() - since),
  };
}
