import { parseWeekdays } from '@watchcase/calendar';

/** A part of a day in minutes since its midnight; past 1440 it goes on into the next day. */
export interface WallSpan {
  from: number;
  to: number;
}

/** Days as a calendar has them: those that are worked (make-up days too), those that are not, and of these the ones it names off. */
export const dayClasses = ['working', 'free', 'holidays'] as const;
export type DayClass = (typeof dayClasses)[number];

const DAY_MINUTES = 1440;
const SPAN = /^(?<from>\d{2}:\d{2})-(?<to>\d{2}:\d{2})$/;
const TIME = /^(?<hours>\d{2}):(?<minutes>\d{2})$/;

/** Reads `09:30` as minutes since midnight; `24:00` is the day's end. Undefined when it is no time of a day. */
export function parseTime(text: string): number | undefined {
  const { hours, minutes } = TIME.exec(text)?.groups ?? {};
  const found = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && found <= DAY_MINUTES ? found : undefined;
}

/** Reads `18:00-09:00`; what ends no later than it begins ends on the next day. Undefined when it is no span. */
export function parseWallSpan(text: string): WallSpan | undefined {
  const groups = SPAN.exec(text)?.groups;
  const [from, to] = [parseTime(groups?.['from'] ?? ''), parseTime(groups?.['to'] ?? '')];
  if (from === undefined || to === undefined || from === DAY_MINUTES || to === 0) return undefined;
  return { from, to: to > from ? to : to + DAY_MINUTES };
}

/** True of what can have hours: `mon`, `mon-fri`, or a class of days. */
export function isDayName(text: string): boolean {
  return isDayClass(text) || parseWeekdays(text) !== undefined;
}

/** True of a class of days, which needs a calendar. */
export function isDayClass(text: string): text is DayClass {
  return (dayClasses as readonly string[]).includes(text);
}
