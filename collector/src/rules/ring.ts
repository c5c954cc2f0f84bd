import type { WindowSamples } from './function.ts';
import { scaled } from './language/dimensions.ts';

/** A window decides only when its samples cover this share of its length. */
const COVERAGE = 0.8;
/** A sample stands for the time since the one before it, unless that is more than this many intervals ago. */
export const GAP_INTERVALS = 3;
/** Two samples without a window's length belong together when they are not further apart than this, or than a gap. */
const PAIR_MS = 900_000;

/** The recent samples of one series. */
export interface Ring {
  /** Adds a sample, in the order they are judged. When it is not newer than the last a clock was set back, and what lies ahead is forgotten. */
  add(time: number, value: number): void;
  /** Keeps what windows of up to `longestMs` need, from now on. */
  reach(longestMs: number): void;
  /** Multiplies all values by 10^`tens`: the series comes in another unit from now on. */
  convert(tens: number): void;
  /** Time of the last sample; -Infinity without one. */
  last(): number;
  /**
   * Samples of the last `lengthMs` up to `now` (null: the last two, as `reachMsOf` bounds them); undefined while they cover too little of it: after a start, or when the series
   * has stopped. `intervalMs` is how often the series is sampled. They are the ring's own, to be looked at before the next is added.
   */
  samples(window: { lengthMs: number | null; intervalMs: number }, now: number): WindowSamples | undefined;
}

/** How far before its last sample a ring is looked into, milliseconds; `longestMs` as for `reach`. */
export function reachMsOf({ longestMs, intervalMs }: { longestMs: number; intervalMs: number }): number {
  const gapMs = GAP_INTERVALS * intervalMs;
  return Math.max(longestMs, PAIR_MS) + gapMs;
}

/** Builds an empty one. */
export function createRing(): Ring {
  return new SampleRing();
}

/** A class, for there are several per host: closures would take four times the memory. */
class SampleRing implements Ring {
  private longestMs = 0;
  private times: number[] = [];
  private values: number[] = [];

  add(time: number, value: number): void {
    if (time <= this.last()) this.forgetFrom(time);
    this.times.push(time);
    this.values.push(value);
    this.forget(time - this.longestMs);
  }

  reach(longestMs: number): void {
    this.longestMs = Math.max(this.longestMs, longestMs);
  }

  convert(tens: number): void {
    this.values = this.values.map((value) => scaled(value, 1, tens));
  }

  last(): number {
    return this.times.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  samples(
    { lengthMs, intervalMs }: { lengthMs: number | null; intervalMs: number },
    now: number,
  ): WindowSamples | undefined {
    const { times, values } = this;
    const gapMs = GAP_INTERVALS * intervalMs;
    if (lengthMs === null) return this.lastTwo(gapMs, now);
    const begin = now - lengthMs;
    let from = times.length;
    let uncovered = 0;
    // From sample to sample into the past, to the one that lies before the window.
    for (let after = now; ; from--) {
      const time = from > 0 ? (times[from - 1] as number) : Number.NEGATIVE_INFINITY;
      if (after - time > gapMs) uncovered += after - Math.max(time, begin);
      if (time <= begin) break;
      after = time;
    }
    if (from === times.length || lengthMs - uncovered < COVERAGE * lengthMs) return undefined;
    return { times, values, from };
  }

  private lastTwo(gapMs: number, now: number): WindowSamples | undefined {
    const { times, values } = this;
    const stopped = now - this.last() > gapMs;
    const apartMs = this.last() - (times.at(-2) ?? Number.NEGATIVE_INFINITY);
    const unknown = stopped || apartMs > Math.max(PAIR_MS, gapMs);
    return unknown ? undefined : { times, values, from: times.length - 2 };
  }

  private forget(before: number): void {
    const { times } = this;
    let count = 0;
    while (count < times.length - 2 && (times[count + 1] as number) < before) count++;
    // Cutting seldom keeps adding cheap.
    if (count < 32 && count < times.length / 2) return;
    times.splice(0, count);
    this.values.splice(0, count);
  }

  private forgetFrom(time: number): void {
    const kept = this.times.filter((one) => one < time).length;
    this.times = this.times.slice(0, kept);
    this.values = this.values.slice(0, kept);
  }
}
