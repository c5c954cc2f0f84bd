import { LIMITS } from '@watchcase/protocol';
import type { WindowSamples } from './function.ts';

/** A window decides only when its samples cover this share of its length. */
const COVERAGE = 0.8;
/** A sample stands for the time since the one before it, unless that is more than this many intervals ago. */
const GAP_INTERVALS = 3;

/** The recent samples of one series. */
export interface Ring {
  /** Adds a sample. One that is not newer than the last is ignored; far behind it, a clock was set back, and what lies ahead is forgotten. */
  add(time: number, value: number): void;
  /** Keeps what windows of up to `longestMs` need, from now on. */
  reach(longestMs: number): void;
  /**
   * Samples of the last `lengthMs` up to `now` (null: the last two); undefined while they cover too little of it: after a start, or when the series
   * has stopped. `intervalMs` is how often the series is sampled.
   */
  samples(window: { lengthMs: number | null; intervalMs: number }, now: number): WindowSamples | undefined;
}

/** Builds an empty one. */
export function createRing(): Ring {
  let longestMs = 0;
  let times: number[] = [];
  let values: number[] = [];

  function forget(before: number): void {
    let count = 0;
    while (count < times.length - 2 && (times[count + 1] as number) < before) count++;
    // Cutting seldom keeps adding cheap.
    if (count < 32 && count < times.length / 2) return;
    times = times.slice(count);
    values = values.slice(count);
  }

  function forgetFrom(time: number): void {
    const kept = times.filter((one) => one < time).length;
    times = times.slice(0, kept);
    values = values.slice(0, kept);
  }

  function lastTwo(gapMs: number, now: number): WindowSamples | undefined {
    const stopped = now - (times.at(-1) ?? 0) > gapMs;
    return times.length < 2 || stopped ? undefined : { times: times.slice(-2), values: values.slice(-2) };
  }

  return {
    add(time, value) {
      const last = times.at(-1) ?? Number.NEGATIVE_INFINITY;
      if (time <= last && last - time <= LIMITS.latenessMs) return;
      if (time <= last) forgetFrom(time);
      times.push(time);
      values.push(value);
      forget(time - longestMs);
    },
    reach(needed) {
      longestMs = Math.max(longestMs, needed);
    },
    samples({ lengthMs, intervalMs }, now) {
      const gapMs = GAP_INTERVALS * intervalMs;
      if (lengthMs === null) return lastTwo(gapMs, now);
      const from = now - lengthMs;
      const first = times.findIndex((time) => time > from);
      if (first < 0) return undefined;
      const within = times.slice(first);
      const before = times[first - 1] ?? Number.NEGATIVE_INFINITY;
      const covered = lengthMs - uncoveredMs([before, ...within, now], { from, gapMs });
      return covered < COVERAGE * lengthMs ? undefined : { times: within, values: values.slice(first) };
    },
  };
}

/** How much of the time since `from` lies in gaps between these moments. */
function uncoveredMs(moments: readonly number[], { from, gapMs }: { from: number; gapMs: number }): number {
  let sum = 0;
  for (let i = 1; i < moments.length; i++) {
    const begin = moments[i - 1] as number;
    const end = moments[i] as number;
    if (end - begin > gapMs) sum += end - Math.max(begin, from);
  }
  return sum;
}
