import { zoneClock } from '@watchcase/calendar';
import type { ScheduleRecord } from '../schedule/schedule-schema.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1440;
/** Fewer tell nothing. */
const LEAST = 5;
/** So near to each other are beginnings of one time of day; what is farther was started by hand. */
const NEAR_MINUTES = 45;
/** Intervals that people choose, in hours. */
const INTERVALS = [1, 2, 3, 4, 6, 8, 12];

/**
 * The schedule that beginnings of runs tell (Unix milliseconds, ascending; pure): once a day, or on one weekday, at about one time of the zone's wall, or every so many hours; null where that is not clear. All but one in
 * ten must agree.
 */
export function guessSchedule(begins: readonly number[], zone: string): ScheduleRecord | null {
  if (begins.length < LEAST) return null;
  return calendarGuess(begins, zone) ?? intervalGuess(begins);
}

function calendarGuess(begins: readonly number[], zone: string): ScheduleRecord | null {
  const clock = zoneClock(zone);
  const walls = begins.map(clock.wallAt);
  const minute = middleMinute(walls.map((wall) => wall % DAY_MINUTES));
  const near = walls.filter((wall) => apart(wall % DAY_MINUTES, minute) <= NEAR_MINUTES);
  if (near.length < begins.length * 0.9) return null;
  // A time near midnight is of the day that it is nearest to.
  const days = [...new Set(near.map((wall) => Math.round((wall - minute) / DAY_MINUTES)))];
  const gaps = days.slice(1).map((day, index) => day - (days[index] as number));
  const time = earliest(near, minute);
  const at = (on: string) => ({ cron: `${time % 60} ${Math.floor(time / 60)} * * ${on}`, zone });
  if (mostly(gaps, 1)) return at('*');
  if (mostly(gaps, 7)) return at(String(((((days.at(-1) as number) + 4) % 7) + 7) % 7));
  return null;
}

/** The beginning of the quarter of an hour in which the earliest of them are. */
function earliest(walls: readonly number[], minute: number): number {
  const offsets = walls.map((wall) => signedApart(wall % DAY_MINUTES, minute)).toSorted((a, b) => a - b);
  const first = minute + (offsets[Math.floor(offsets.length / 10)] ?? 0);
  const rounded = Math.floor(first / 5) * 5;
  return ((rounded % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
}

function intervalGuess(begins: readonly number[]): ScheduleRecord | null {
  const gaps = begins.slice(1).map((at, index) => at - (begins[index] as number));
  const middle = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const hours = INTERVALS.find((one) => Math.abs(middle - one * HOUR_MS) <= 10 * MINUTE_MS);
  if (hours === undefined) return null;
  const agree = gaps.filter((gap) => Math.abs(gap - hours * HOUR_MS) <= 20 * MINUTE_MS);
  return agree.length >= gaps.length * 0.9 ? { every: `${hours}h` } : null;
}

/** The minute of the day that is nearest to all others. */
function middleMinute(minutes: readonly number[]): number {
  const cost = (of: number) => minutes.reduce((sum, one) => sum + apart(one, of), 0);
  return minutes.reduce((best, one) => (cost(one) < cost(best) ? one : best), minutes[0] ?? 0);
}

function apart(a: number, b: number): number {
  return Math.abs(signedApart(a, b));
}

function signedApart(a: number, b: number): number {
  const by = (((a - b) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return by > DAY_MINUTES / 2 ? by - DAY_MINUTES : by;
}

function mostly(gaps: readonly number[], days: number): boolean {
  return gaps.length > 0 && gaps.filter((gap) => gap === days).length >= gaps.length * 0.9;
}

/** So far back beginnings are looked at, milliseconds. */
export const GUESS_LOOKS_BACK_MS = 60 * DAY_MS;
