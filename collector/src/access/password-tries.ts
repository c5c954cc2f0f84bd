import { BoundedMap } from '@watchcase/runtime';

/** Wrong passwords of one account from one place within WINDOW_MS. */
const MOST_WRONG = 10;
const WINDOW_MS = 15 * 60_000;
/** Places that are remembered; beyond it those that were used longest ago are forgotten. */
const MOST_PLACES = 20_000;

/** A try: it counts as wrong until it is said to be right. */
export interface PasswordTry {
  /** Milliseconds to wait before the next; 0 when it may be made now. */
  waitMs: number;
  /** The password was right: whoever has it is not slowed down by their own typing. */
  right(): void;
}

/**
 * Counts wrong passwords of each account by where they come from, so that guessing is bounded however many clients take part, and strangers together cannot keep the
 * owner out: where the owner has signed in before is a place of its own.
 */
export interface PasswordTries {
  /** Begins one. `account` names it whether it is there or not; `place` is where its owner is known, undefined for anywhere else. */
  begin(account: string, place: string | undefined, now: number): PasswordTry;
}

/** Builds it; it keeps its counts in memory. */
export function createPasswordTries(): PasswordTries {
  const wrong = new BoundedMap<string, number[]>(MOST_PLACES);
  return {
    begin(account, place, now) {
      const key = JSON.stringify([account, place ?? null]);
      const times = (wrong.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
      const oldest = times.length < MOST_WRONG ? undefined : times[0];
      if (oldest === undefined) times.push(now);
      wrong.set(key, times);
      return {
        waitMs: oldest === undefined ? 0 : oldest + WINDOW_MS - now,
        right() {
          // Among strangers somebody else may be guessing: only this try is taken back.
          if (place !== undefined) times.length = 0;
          else times.splice(times.indexOf(now), 1);
        },
      };
    },
  };
}
