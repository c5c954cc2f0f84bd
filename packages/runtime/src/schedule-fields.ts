import { readNumbers, ScheduleError } from './number-list.ts';

export { ScheduleError };

/** Days and minutes that a schedule's line names. */
interface DayFields {
  /** Of the day, from midnight, ascending. */
  minutes: readonly number[];
  /** 1 = January. */
  months: ReadonlySet<number>;
  /** Of the month, from 1. */
  days: ReadonlySet<number>;
  /** 0 = Monday. */
  weekdays: ReadonlySet<number>;
}

/** What a line of a crontab says. */
interface CronFields extends DayFields {
  /** The day of the month and that of the week are both named: one of them is enough. */
  isEither: boolean;
  /** Neither hour nor minute begins with a star. */
  isFixed: boolean;
}

/** What OnCalendar= of a systemd timer says. */
interface OnCalendarFields extends DayFields {
  years: ReadonlySet<number>;
  /** `days` count from the month's end: 1 is the last. */
  isFromEnd: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** As cron counts them. */
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const CRON_WORDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const ON_CALENDAR_WORDS: Readonly<Record<string, string>> = {
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

/** True of years that are all of those that a schedule can name. */
export function areAllYears(years: ReadonlySet<number>): boolean {
  return years.size === LAST_YEAR - FIRST_YEAR + 1;
}

/** Reads the five fields of a crontab as Debian's cron does; throws ScheduleError. */
export function readCronFields(text: string): CronFields {
  const trimmed = text.trim();
  const fields = (CRON_WORDS[trimmed.toLowerCase()] ?? trimmed).split(/\s+/);
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
    readNumbers(weekday, { name: 'weekdays', min: 0, max: 7, words: DAYS, span: '-' }).map(
      (one) => (one + 6) % 7,
    ),
  );
  return {
    minutes: hours.flatMap((at) => minutes.map((one) => at * 60 + one)),
    months,
    days,
    weekdays,
    isEither: !day.startsWith('*') && !weekday.startsWith('*'),
    isFixed: !minute.startsWith('*') && !hour.startsWith('*'),
  };
}

/**
 * Reads what stands behind OnCalendar= of a systemd timer, to the minute; throws ScheduleError. A zone stands in a field of its own. Seconds must be one number,
 * and count as the minute's begin.
 */
export function readOnCalendarFields(text: string): OnCalendarFields {
  const parts = (ON_CALENDAR_WORDS[text.trim().toLowerCase()] ?? text).trim().split(/\s+/);
  const weekdays = /^[a-z]/i.test(parts[0] ?? '') ? parts.shift() : undefined;
  const date = parts[0]?.includes('-') || parts[0]?.includes('~') ? parts.shift() : undefined;
  const time = parts.shift();
  if (parts.length > 0 || (weekdays === undefined && date === undefined && time === undefined))
    throw new ScheduleError(
      `expected what OnCalendar= of systemd takes, such as "Mon..Fri *-*-* 02:30", found "${text}"`,
    );
  return {
    weekdays: readWeekdays(weekdays ?? 'mon..sun'),
    ...readDate(date ?? '*-*-*'),
    minutes: readTime(time ?? '00:00'),
  };
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
function readDate(text: string): Pick<OnCalendarFields, 'years' | 'months' | 'days' | 'isFromEnd'> {
  const {
    year = '*',
    month = '',
    sign = '',
    day = '',
  } = /^(?:(?<year>[\d*,./]+)-)?(?<month>[\d*,./]+)(?<sign>[-~])(?<day>[\d*,./]+)$/.exec(text)?.groups ?? {};
  if (sign === '') throw new ScheduleError(`expected a date such as *-*-01 or *-*~01, found "${text}"`);
  const numbers = (field: string, name: string, min: number, max: number) =>
    new Set(readNumbers(field, { name, min, max, span: '..' }));
  return {
    years: numbers(year, 'years', FIRST_YEAR, LAST_YEAR),
    months: numbers(month, 'months', 1, 12),
    days: numbers(day, 'days of the month', 1, 31),
    isFromEnd: sign === '~',
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
