import { weekdayOf } from '@watchcase/calendar';
import { dateOf } from './date-of.ts';
import { readNumbers, ScheduleError } from './number-list.ts';
import { type Leaps, minutesOf, type NextOnWall } from './wall.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WORDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads the five fields of a crontab as Debian's cron does; throws ScheduleError. Where the day of the month and that of the week are both named, one of them is enough. */
export function readCron(text: string): { next: NextOnWall; leaps: Leaps } {
  const trimmed = text.trim();
  const fields = (WORDS[trimmed.toLowerCase()] ?? trimmed).split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  if (fields.length !== 5)
    throw new ScheduleError(`expected five fields such as "30 2 * * *", or @daily, found "${text}"`);
  const numbers = (field: string, name: string, min: number, max: number) =>
    readNumbers(field, { name, min, max, span: '-' });
  const minutes = numbers(minute, 'minutes', 0, 59);
  const hours = numbers(hour, 'hours', 0, 23);
  const days = new Set(numbers(day, 'days of the month', 1, 31));
  const months = new Set(
    readNumbers(month, { name: 'months', min: 1, max: 12, words: MONTHS, firstWord: 1, span: '-' }),
  );
  const weekdays = new Set(
    readNumbers(weekday, { name: 'weekdays', min: 0, max: 7, words: DAYS, span: '-' }).map((one) => one % 7),
  );
  const isEither = !day.startsWith('*') && !weekday.startsWith('*');
  const isFixed = !minute.startsWith('*') && !hour.startsWith('*');
  return {
    leaps: isFixed ? 'catch-up' : 'every',
    next: minutesOf({
      minutes: hours.flatMap((at) => minutes.map((one) => at * 60 + one)),
      isOn(at) {
        const date = dateOf(at);
        if (!months.has(date.month)) return false;
        const byDay = days.has(date.day);
        const byWeekday = weekdays.has((weekdayOf(at) + 1) % 7);
        return isEither ? byDay || byWeekday : byDay && byWeekday;
      },
    }),
  };
}
