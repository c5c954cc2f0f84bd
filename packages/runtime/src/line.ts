import type { Clock, Timer } from './clock.ts';

/** A line in front of a door that lets in so many a second. */
export interface Line {
  /** Calls `enter` when it is its turn, at once when nobody waits; false when the line is too long. */
  join(enter: () => void): boolean;
  waiting(): number;
  close(): void;
}

/** So many enter in a second, and nobody waits longer than this. */
export interface LinePace {
  perSecond: number;
  patienceMs: number;
}

/** After a quiet time so many enter at once, in parts of a second's share. */
const BURST_SECONDS = 0.1;
const STEP_MS = 20;

/**
 * A token bucket with a line before it. Nobody waits longer than `patienceMs`: a client that gives up before its turn would only come again, and cost
 * twice.
 */
export function createLine(of: LinePace, clock: Clock): Line {
  const burst = Math.max(1, of.perSecond * BURST_SECONDS);
  const most = (of.perSecond * of.patienceMs) / 1000;
  let tokens = burst;
  let filledAt = clock.monotonic();
  let line: (() => void)[] = [];
  let timer: Timer | undefined;

  function fill(): void {
    const now = clock.monotonic();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * of.perSecond);
    filledAt = now;
  }

  function step(): void {
    timer = undefined;
    fill();
    const entering = line.slice(0, Math.floor(tokens));
    line = line.slice(entering.length);
    tokens -= entering.length;
    if (line.length > 0) timer = clock.after(STEP_MS, step);
    for (const enter of entering) enter();
  }

  return {
    join(enter) {
      if (line.length >= most) return false;
      fill();
      if (line.length === 0 && tokens >= 1) {
        tokens--;
        enter();
      } else {
        line.push(enter);
        timer ??= clock.after(STEP_MS, step);
      }
      return true;
    },
    waiting: () => line.length,
    close() {
      timer?.cancel();
      line = [];
    },
  };
}
