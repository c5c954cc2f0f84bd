import type { Clock, Timer } from '@watchcase/runtime';

/** A clock that stands still until a test moves it. Timers run in due order, each at its own moment. */
export class ManualClock implements Clock {
  #now: number;
  #monotonic = 0;
  #timers: { at: number; run: () => void }[] = [];

  /** Starts at `now` (Unix milliseconds); by default 2026-03-02T08:00:00Z, a Monday. */
  constructor(now: number = Date.UTC(2026, 2, 2, 8)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = { at: this.#monotonic + Math.max(0, delayMs), run };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  limit(delayMs: number, run: () => void): Timer {
    return this.after(delayMs, run);
  }

  about(delayMs: number, run: () => void): Timer {
    return this.after(delayMs, run);
  }

  /** Whoever moves time by hand is called at each moment asked for. */
  gather(_atMs: number, _intervalMs: number): void {}

  /** Moves wall clock and monotonic clock forward together, running what falls due on the way; lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#move(next.at - this.#monotonic);
      next.run();
      await settle();
    }
    this.#move(end - this.#monotonic);
    await settle();
  }

  /** Sets the wall clock as a person or NTP would; monotonic time and timers are not touched. */
  set(now: number): void {
    this.#now = now;
  }

  #move(ms: number): void {
    this.#now += ms;
    this.#monotonic += ms;
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
