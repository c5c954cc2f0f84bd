import type { CivilDay } from './civil-day.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
const OFFSET = /GMT(?:(?<sign>[+-])(?<hours>\d{2}):(?<minutes>\d{2}))?/;

/** The clock on the wall of one time zone. */
export interface ZoneClock {
  /** The date there at a moment (Unix milliseconds). */
  dayAt(ms: number): CivilDay;
  /** What the wall shows at a moment, in whole minutes since its 1970-01-01 00:00. */
  wallAt(ms: number): number;
  /** The first moment at which the wall shows this minute of this day (1440 = its end); of a minute that is left out, the moment of the leap. */
  momentOf(day: CivilDay, minute: number): number;
}

/** Minutes that the wall is ahead of UTC before and after a day, and the moment when that changes; clocks are set at most once in three days. */
interface Around {
  before: number;
  after: number;
  leapsAt: number;
}

const clocks = new Map<string, ZoneClock>();

/** The clock of a zone such as `Europe/Berlin`; throws a RangeError for one that is not known. */
export function zoneClock(zone: string): ZoneClock {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = buildClock(zone);
    clocks.set(zone, clock);
  }
  return clock;
}

function buildClock(zone: string): ZoneClock {
  const form = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });

  function offsetAt(ms: number): number {
    const name = form.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const { sign, hours, minutes } = OFFSET.exec(name)?.groups ?? {};
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  }

  const around = new Map<CivilDay, Around>();
  /** Most questions are about the same day as the one before. */
  let [lastDay, last]: [CivilDay, Around] = [Number.NaN, { before: 0, after: 0, leapsAt: 0 }];
  function offsetsAround(day: CivilDay): Around {
    if (day !== lastDay) {
      last = keptAround(day);
      lastDay = day;
    }
    return last;
  }

  function keptAround(day: CivilDay): Around {
    let found = around.get(day);
    if (found === undefined) {
      const [from, to] = [(day - 1) * DAY_MS, (day + 2) * DAY_MS];
      const [before, after] = [offsetAt(from), offsetAt(to)];
      found = { before, after, leapsAt: before === after ? to : leap(from, to, after) };
      around.set(day, found);
    }
    return found;
  }

  /** The first moment in a span that begins with one offset and ends with another at which the other holds. */
  function leap(from: number, to: number, after: number): number {
    let [low, high] = [Math.floor(from / MINUTE_MS), Math.ceil(to / MINUTE_MS)];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle * MINUTE_MS) === after) high = middle;
      else low = middle;
    }
    return high * MINUTE_MS;
  }

  function wallAt(ms: number): number {
    const { before, after, leapsAt } = offsetsAround(Math.floor(ms / DAY_MS));
    return Math.floor(ms / MINUTE_MS) + (ms < leapsAt ? before : after);
  }

  return {
    wallAt,
    dayAt: (ms) => Math.floor(wallAt(ms) / DAY_MINUTES),
    momentOf(day, minute) {
      const wall = day * DAY_MS + minute * MINUTE_MS;
      const { before, after, leapsAt } = offsetsAround(day);
      const early = wall - before * MINUTE_MS;
      return early < leapsAt ? early : Math.max(leapsAt, wall - after * MINUTE_MS);
    },
  };
}
