/** Service time: which part of wall-clock time counts. All times in Unix milliseconds. */
export interface Calendar {
  /** Service milliseconds between two moments. */
  elapsed(fromMs: number, toMs: number): number;
  /** The moment at which `durationMs` of service time have passed since `fromMs`. */
  add(fromMs: number, durationMs: number): number;
}

/** 24 hours a day, 7 days a week. */
export const everyHour: Calendar = {
  elapsed: (fromMs, toMs) => Math.max(0, toMs - fromMs),
  add: (fromMs, durationMs) => fromMs + durationMs,
};
