import type { Clock } from '@watchcase/runtime';

/** Knows how long what has its turn, mostly a commit, has taken: a database may hang without failing. */
export interface CommitWatch {
  /** Does `turn` with all attempts of its commit, watched; one at a time. */
  during<T>(turn: () => Promise<T>): Promise<T>;
  /** Milliseconds the one under way has taken; 0 without one. */
  ageMs(): number;
}

/** Nothing is under way yet. */
export function createCommitWatch(clock: Clock): CommitWatch {
  let since: number | undefined;
  return {
    async during(turn) {
      since = clock.monotonic();
      try {
        return await turn();
      } finally {
        since = undefined;
      }
    },
    ageMs: () => (since === undefined ? 0 : clock.monotonic() - since),
  };
}
