import { weekdayOf } from '@watchcase/calendar';
import { dateOf } from './date-of.ts';
import { readNumbers, ScheduleError } from './number-list.ts';
import { minutesOf, type NextOnWall } from './wall.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const WORDS: Readonly<Record<string, string>> = {
  hourly: '*-*-* *:00',
  daily: '*-*-* 00:00',
  weekly: 'Mon *-*-* 00:00',
  monthly: '*-*-01 00:00',
  quarterly: '*-01,04,07,10-01 00:00',
  semiannually: '*-01,07-01 00:00',
  yearly: '*-01-01 00:00',
  annually: '*-01-01 00:00',
};
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];

/**
 * Reads what stands behind OnCalendar= of a systemd timer, to the minute; throws ScheduleError. A zone stands in a field of its own. Seconds must be one number,
 * and count as the minute's begin.
 */
export function readOnCalendar(text: string): NextOnWall {
  const parts = (WORDS[text.trim().toLowerCase()] ?? text).trim().split(/\s+/);
  const weekdays = /^[a-z]/i.test(parts[0] ?? '') ? readWeekdays(parts.shift() ?? '') : undefined;
  const date = parts[0]?.includes('-') || parts[0]?.includes('~') ? parts.shift() : undefined;
  const time = parts.shift();
  if (parts.length > 0 || (weekdays === undefined && date === undefined && time === undefined))
    throw new ScheduleError(
      `expected what OnCalendar= of systemd takes, such as "Mon..Fri *-*-* 02:30", found "${text}"`,
    );
  const isDate = readDate(date ?? '*-*-*');
  return minutesOf({
    minutes: readTime(time ?? '00:00'),
    isOn: (day) => (weekdays === undefined || weekdays.has(weekdayOf(day))) && isDate(day),
  });
}

function readWeekdays(text: string): Set<number> {
  return new Set(
    readNumbers(text, {
      name: 'weekdays',
      min: 0,
      max: 6,
      words: WEEKDAYS,
      span: text.includes('..') ? '..' : '-',
    }),
  );
}

/** `~` counts the days of a month from its end: `~01` is the last. */
function readDate(text: string): (day: number) => boolean {
  const {
    year = '*',
    month = '',
    sign = '',
    day = '',
  } = /^(?:(?<year>[\d*,./]+)-)?(?<month>[\d*,./]+)(?<sign>[-~])(?<day>[\d*,./]+)$/.exec(text)?.groups ?? {};
  if (sign === '') throw new ScheduleError(`expected a date such as *-*-01 or *-*~01, found "${text}"`);
  const numbers = (field: string, name: string, min: number, max: number) =>
    new Set(readNumbers(field, { name, min, max, span: '..' }));
  const years = numbers(year, 'years', FIRST_YEAR, LAST_YEAR);
  const months = numbers(month, 'months', 1, 12);
  const days = numbers(day, 'days of the month', 1, 31);
  return (at) => {
    const date = dateOf(at);
    const counted = sign === '~' ? date.lastDay - date.day + 1 : date.day;
    return years.has(date.year) && months.has(date.month) && days.has(counted);
  };
}

function readTime(text: string): number[] {
  const [hour = '', minute, second, ...more] = text.split(':');
  if (minute === undefined || more.length > 0)
    throw new ScheduleError(`expected a time such as 02:30, found "${text}"`);
  if (second !== undefined && !/^[0-5]?\d$/.test(second))
    throw new ScheduleError(
      `expected one number for the seconds: schedules go by the minute, found "${text}"`,
    );
  const minutes = readNumbers(minute, { name: 'minutes', min: 0, max: 59, span: '..' });
  return readNumbers(hour, { name: 'hours', min: 0, max: 23, span: '..' }).flatMap((at) =>
    minutes.map((one) => at * 60 + one),
  );
}
