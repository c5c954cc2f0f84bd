import type { Clock } from '@watchcase/runtime';

/** Knows how long the commit under way has taken: a database may hang without failing. */
export interface CommitWatch {
  /** Does `commit` with all its attempts, watched; one at a time. */
  during<T>(commit: () => Promise<T>): Promise<T>;
  /** Milliseconds the one under way has taken; 0 without one. */
  ageMs(): number;
}

/** Nothing is under way yet. */
export function createCommitWatch(clock: Clock): CommitWatch {
  let since: number | undefined;
  return {
    async during(commit) {
      since = clock.monotonic();
      try {
        return await commit();
      } finally {
        since = undefined;
      }
    },
    ageMs: () => (since === undefined ? 0 : clock.monotonic() - since),
  };
}
