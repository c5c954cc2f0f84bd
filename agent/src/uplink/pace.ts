import type { Clock } from '@watchcase/runtime/light';

/** How many of its readings a host sends live, as the collector wants it. */
export interface Pace {
  /** The collector's last word; nothing is said when all is well. */
  told(slowDown: number | undefined): void;
  /** Of so many readings one goes out live; 1 = all. */
  slowDown(): number;
  /** True while what was put aside stays on disk: a broker hands on in order, and what is live would stand behind it. */
  isAsideHeld(): boolean;
  /** Counts one reading of a stream: true when it is to go out live, false when it is to wait. */
  isLive(stream: string): boolean;
}

/** The collector renews its word with each answer; one that is silent for longer says nothing any more. */
const LASTING_MS = 120_000;

/** Whoever is told that all is well has its turn now; those that are told in the same second begin one after another. */
const TOLD_SPREAD_MS = 2000;
/** Nobody has given those a turn who only hear nothing any more: what thousands of them have put aside must not come at one moment. */
const SILENT_SPREAD_MS = 90_000;

/** All go out. `random` gives numbers from 0 to 1. */
export function createPace(clock: Clock, random: () => number): Pace {
  let factor = 1;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  /** What part of a live reading each stream has saved up. */
  const credits = new Map<string, number>();

  function slowDown(): number {
    if (factor > 1 && clock.monotonic() - toldAt > LASTING_MS) become(1, SILENT_SPREAD_MS);
    return factor;
  }

  function become(wanted: number, spreadMs: number): void {
    if (factor > 1 && wanted === 1) heldUntil = clock.monotonic() + random() * spreadMs;
    factor = wanted;
  }

  return {
    told(wanted) {
      become(wanted ?? 1, TOLD_SPREAD_MS);
      toldAt = clock.monotonic();
    },
    slowDown,
    isAsideHeld: () => slowDown() > 1 || clock.monotonic() < heldUntil,
    isLive(stream) {
      const now = slowDown();
      if (now === 1) {
        credits.delete(stream);
        return true;
      }
      // Hosts that are told at the same moment must not send at the same moments from then on.
      const credit = (credits.get(stream) ?? random()) + 1 / now;
      credits.set(stream, credit >= 1 ? credit - 1 : credit);
      return credit >= 1;
    },
  };
}
