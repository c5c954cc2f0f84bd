import type { Clock, Log } from '@watchcase/runtime';

/** What happens when time passes. */
export interface TickingNeeds {
  /** One tick; never rejects. Gives the moment of the next thing that is due, null without one. */
  tick(): Promise<number | null>;
  /** Writes averages and removes what is old. */
  maintain(): void;
  /** The wall clock was set, or this machine slept. */
  clockJumped(now: number): void;
  clock: Clock;
  log: Log;
}

/** Between ticks, milliseconds. */
export const TICK_MS = 1000;
const MAINTAIN_MS = 2000;
/** A wall clock that moved this much more or less than the monotonic one was set. */
const JUMP_MS = 5000;

/** Ticks every second, and at the very moment something is due; gives what ends it. */
export function startTicking(needs: TickingNeeds): () => void {
  const { clock, log } = needs;
  let last = { wall: clock.now(), monotonic: clock.monotonic() };
  let stopped = false;
  let ticking = clock.after(TICK_MS, tick);
  let maintenance = clock.after(MAINTAIN_MS, maintain);

  function tick(): void {
    const now = { wall: clock.now(), monotonic: clock.monotonic() };
    const jump = now.wall - last.wall - (now.monotonic - last.monotonic);
    last = now;
    if (Math.abs(jump) > JUMP_MS) {
      log.warn(
        { code: 'CLOCK_JUMPED', ms: Math.round(jump) },
        'the wall clock was set, or this machine slept',
      );
      needs.clockJumped(now.wall);
    }
    void needs.tick().then((next) => {
      const untilNext = next === null ? TICK_MS : next - clock.now();
      if (!stopped) ticking = clock.after(Math.min(TICK_MS, Math.max(1, untilNext)), tick);
      return undefined;
    });
  }

  function maintain(): void {
    try {
      needs.maintain();
    } catch (error) {
      log.error({ code: 'HISTORY_NOT_MAINTAINED', err: error }, 'averages could not be written; tried again');
    }
    maintenance = clock.after(MAINTAIN_MS, maintain);
  }

  return () => {
    stopped = true;
    ticking.cancel();
    maintenance.cancel();
  };
}
