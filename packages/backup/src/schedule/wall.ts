import type { CivilDay, ZoneClock } from '@watchcase/calendar';

const DAY_MINUTES = 1440;
const MINUTE_MS = 60_000;

/** Minutes on the wall of one zone, counted from its 1970-01-01 00:00. */
type WallMinute = number;

/** Gives the first minute after one that a rule names; null when there is none any more. */
export type NextOnWall = (after: WallMinute) => WallMinute | null;

/** Days and minutes of them that a rule of a calendar names. */
export interface DayRule {
  isOn(day: CivilDay): boolean;
  /** Within a day, ascending. */
  minutes: readonly number[];
}

/** A leap day that falls on one weekday comes once in forty years at most. */
const MOST_DAYS = 15_000;

/** The minutes of a rule of days; it looks forty years ahead. */
export function minutesOf({ isOn, minutes }: DayRule): NextOnWall {
  return (after) => {
    const first = Math.floor(after / DAY_MINUTES);
    for (let day = first; day < first + MOST_DAYS; day++) {
      if (!isOn(day)) continue;
      const minute = minutes.find((one) => day * DAY_MINUTES + one > after);
      if (minute !== undefined) return day * DAY_MINUTES + minute;
    }
    return null;
  };
}

/**
 * What becomes of minutes that the wall leaves out or shows twice. `skip`: left out is left out, of two the first (systemd). `catch-up`: what is left out comes with the leap, of
 * two the first (cron, of fixed times). `every`: each time that the wall shows it (cron, of an hour or minute with a star).
 */
export type Leaps = 'skip' | 'catch-up' | 'every';

/** The first moment (Unix milliseconds) after another at which the wall of a zone shows one of the rule's minutes; null when there is none any more. */
export function momentAfter(
  next: NextOnWall,
  { clock, leaps }: { clock: ZoneClock; leaps: Leaps },
  ms: number,
): number | null {
  // Where every showing counts, the second one of an earlier minute may still come.
  let wall = next(clock.wallAt(ms) - (leaps === 'every' ? LONGEST_LEAP : 0));
  let second: number | null = null;
  for (; wall !== null; wall = next(wall)) {
    const first = momentOf(clock, wall);
    if (leaps === 'every') second = earlier(second, secondShowing(clock, wall, first), ms);
    if (second !== null && first >= second) return second;
    const isShown = clock.wallAt(first) === wall;
    if (first > ms && (isShown || leaps === 'catch-up')) return first;
  }
  return second;
}

const LONGEST_LEAP = 120;
const LEAPS = [30, 60, 120];

function momentOf(clock: ZoneClock, wall: WallMinute): number {
  return clock.momentOf(Math.floor(wall / DAY_MINUTES), wall % DAY_MINUTES);
}

function secondShowing(clock: ZoneClock, wall: WallMinute, first: number): number | null {
  const leap = LEAPS.find((minutes) => clock.wallAt(first + minutes * MINUTE_MS) === wall);
  return leap === undefined ? null : first + leap * MINUTE_MS;
}

function earlier(known: number | null, found: number | null, after: number): number | null {
  return known === null && found !== null && found > after ? found : known;
}
