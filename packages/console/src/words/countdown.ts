import type { CaseClock } from '@watchcase/api';

/**
 * How a promised moment stands: `calm` and `soon` run and are in time (`soon` = a quarter of the time or less is left), `overdue` runs and is
 * late; `paused` stands still; `met` and `missed` have ended.
 */
type Phase = 'calm' | 'soon' | 'overdue' | 'paused' | 'met' | 'missed';

/** A clock at one moment. */
export interface Countdown {
  phase: Phase;
  /** Milliseconds left while it runs (negative: late by); for an ended one how early (positive) or late it was reached. */
  leftMs: number;
}

const SOON_SHARE = 0.25;

/** Reads a case's clock at `now` (Unix milliseconds, the server's time). */
export function countdownOf(clock: CaseClock, now: number): Countdown {
  const due = Date.parse(clock.due);
  if (clock.stoppedAt !== null) {
    return {
      phase: clock.state === 'breached' ? 'missed' : 'met',
      leftMs: due - Date.parse(clock.stoppedAt),
    };
  }
  const { paused } = clock;
  if (paused !== null && paused.until === null)
    return { phase: 'paused', leftMs: due - Date.parse(paused.since) };
  const leftMs = due - now;
  if (paused !== null && now < Date.parse(paused.until ?? '')) return { phase: 'paused', leftMs };
  if (leftMs < 0) return { phase: 'overdue', leftMs };
  return { phase: leftMs <= clock.limitSeconds * 1000 * SOON_SHARE ? 'soon' : 'calm', leftMs };
}

/** The clock a person must look at: the running one that is due first; undefined when none runs, or nobody knows when one will. */
export function nextClock(clocks: readonly CaseClock[]): CaseClock | undefined {
  return clocks
    .filter((clock) => clock.stoppedAt === null && (clock.paused === null || clock.paused.until !== null))
    .toSorted((a, b) => Date.parse(a.due) - Date.parse(b.due))[0];
}

const SECOND = 1000;
const DAY_SECONDS = 86_400;

/**
 * A span as a clock shows it: `04:59`, `3:04:59`, `2d 03:04` (from one day on without seconds). A span left is rounded up and one that has passed
 * down, so that 00:00 is shown exactly when it is due. Overdue ones begin with `+`. `day` is the language's sign for days.
 */
export function clockFace(leftMs: number, day: string): string {
  const seconds = leftMs < 0 ? Math.floor(-leftMs / SECOND) : Math.ceil(leftMs / SECOND);
  const sign = leftMs < 0 ? '+' : '';
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const hours = Math.floor((seconds % DAY_SECONDS) / 3600);
  const minutes = two((seconds % 3600) / 60);
  if (seconds >= DAY_SECONDS)
    return `${sign}${Math.floor(seconds / DAY_SECONDS)}${day} ${two(hours)}:${minutes}`;
  if (hours > 0) return `${sign}${hours}:${minutes}:${two(seconds % 60)}`;
  return `${sign}${minutes}:${two(seconds % 60)}`;
}
