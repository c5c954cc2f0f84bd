import type { WindowSamples } from './function.ts';

/** A window decides only when its samples cover this share of its length. */
const COVERAGE = 0.8;

/** The recent samples of one series. */
export interface Ring {
  /** Adds a sample; one that is not newer than the last is ignored. */
  add(time: number, value: number): void;
  /** Samples of the last `lengthMs` up to `now` (null: the last two); undefined while they cover too little of it. */
  samples(lengthMs: number | null, now: number): WindowSamples | undefined;
}

/** Keeps what windows of up to `longestMs` need. */
export function createRing(longestMs: number): Ring {
  let times: number[] = [];
  let values: number[] = [];

  function forget(before: number): void {
    let count = 0;
    while (count < times.length - 2 && (times[count] as number) < before) count++;
    // Cutting seldom keeps adding cheap.
    if (count < 32 && count < times.length / 2) return;
    times = times.slice(count);
    values = values.slice(count);
  }

  return {
    add(time, value) {
      if (time <= (times.at(-1) ?? Number.NEGATIVE_INFINITY)) return;
      times.push(time);
      values.push(value);
      forget(time - longestMs);
    },
    samples(lengthMs, now) {
      if (lengthMs === null)
        return times.length < 2 ? undefined : { times: times.slice(-2), values: values.slice(-2) };
      const from = now - lengthMs;
      const first = times.findIndex((time) => time > from);
      const oldest = first > 0 ? (times[first - 1] as number) : times[first];
      if (first < 0 || oldest === undefined || now - oldest < COVERAGE * lengthMs) return undefined;
      return { times: times.slice(first), values: values.slice(first) };
    },
  };
}
