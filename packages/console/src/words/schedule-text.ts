import type { Language } from '@watchcase/api';
import {
  areAllYears,
  readCronFields,
  readOnCalendarFields,
  ScheduleError,
} from '@watchcase/runtime/schedule-fields';
import type { schedule as written } from '../texts/en/schedule.ts';
import { monthName } from './moment.ts';
import { ruleDays, type ScheduledDays } from './rule-days.ts';
import { durationSaid, type SpanUnits } from './span.ts';
import { turnsSaid } from './turns-said.ts';

/** How a schedule is said, and in which language. */
export interface ScheduleWords {
  schedule: typeof written;
  records: Omit<Parameters<typeof turnsSaid>[1], 'and'>;
  contact: { dayNames: Readonly<Record<string, string>> };
  shell: { and: string; unit: SpanUnits; workingDays: (days: number) => string };
  language: Language;
}

type Schedule = Readonly<Record<string, unknown>>;

const MOST_TIMES = 4;
const MOST_DAYS = 6;
const DAY_MINUTES = 1440;
const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A schedule in the form policies have it, in words (pure): `daily at 02:30, Europe/Berlin`; what is not simple stands as it is written. */
export function scheduleText(schedule: Schedule, words: ScheduleWords): string {
  const text = (name: string) => (typeof schedule[name] === 'string' ? schedule[name] : '');
  if (text('every') !== '') return everySaid(text('every'), words);
  const said =
    text('rrule') === ''
      ? lineSaid(text('cron'), text('onCalendar'), words)
      : ruleSaid(text('rrule'), text('start'), words);
  const zone = text('zone');
  const all = said ?? scheduleWritten(schedule);
  return zone === '' ? all : words.schedule.zoned(all, zone);
}

function everySaid(every: string, words: ScheduleWords): string {
  const { records, schedule, shell } = words;
  return /^\d+[hd]$/.test(every)
    ? turnsSaid(every, { ...records, and: shell.and })
    : schedule.every(durationSaid(every, shell.unit, shell.workingDays));
}

function lineSaid(cron: string, onCalendar: string, words: ScheduleWords): string | undefined {
  try {
    if (cron !== '') {
      const fields = readCronFields(cron);
      return fields.isEither ? undefined : atSaid(fields.minutes, daysOf(fields), words);
    }
    const fields = readOnCalendarFields(onCalendar);
    return areAllYears(fields.years) ? atSaid(fields.minutes, daysOf(fields), words) : undefined;
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}

function ruleSaid(rule: string, start: string, words: ScheduleWords): string | undefined {
  const read = ruleDays(rule, start);
  if (read === undefined) return undefined;
  const { days, interval, until, count } = read;
  const { schedule } = words;
  const turn = interval.count === 1 ? '' : schedule.turns[interval.unit](interval.count);
  const [hour = '', minute = ''] = start.slice(11).split(':');
  const said = atSaid([Number(hour) * 60 + Number(minute)], days, words, turn);
  if (said === undefined) return undefined;
  if (until !== '') return schedule.until(said, until);
  return count === 0 ? said : schedule.times(said, count);
}

/** `turn`: every so many weeks or months, where it is not each. */
function atSaid(
  minutes: readonly number[],
  days: ScheduledDays | undefined,
  words: ScheduleWords,
  turn = '',
): string | undefined {
  const { schedule, shell } = words;
  const when = days && whenSaid(days, words, turn === '' ? schedule.eachMonth : schedule.theMonth);
  if (when === undefined) return undefined;
  const isDaily = when === schedule.daily;
  const dated = turn === '' ? when : isDaily ? turn : schedule.inTurn(turn, when);
  if (minutes.length <= MOST_TIMES) return schedule.at(dated, minutes.map(clockText).join(shell.and));
  const step = evenStep(minutes);
  if (step === undefined) return undefined;
  const every = everySaid(step % 60 === 0 ? `${step / 60}h` : `${step}m`, words);
  const first = minutes[0] === 0 ? every : schedule.from(every, clockText(minutes[0] ?? 0));
  return isDaily ? first : schedule.inTurn(when, first);
}

/** How many minutes lie between all of them, the whole day round; undefined where that differs. */
function evenStep(minutes: readonly number[]): number | undefined {
  const step = DAY_MINUTES / minutes.length;
  return minutes.every((one, at) => one === (minutes[0] ?? 0) + at * step) ? step : undefined;
}

function clockText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Days as fields name them; undefined of a day of the month that must be some weekday, too. */
function daysOf(fields: {
  weekdays: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  isFromEnd?: boolean;
}): ScheduledDays | undefined {
  const weekdays = fields.weekdays.size === 7 ? [] : [...fields.weekdays].toSorted((a, b) => a - b);
  const days = fields.days.size === 31 ? [] : [...fields.days].toSorted((a, b) => a - b);
  const months = fields.months.size === 12 ? [] : [...fields.months];
  const { isFromEnd = false } = fields;
  if (weekdays.length === 0 || days.length === 0) return { weekdays, days, months, isFromEnd, nth: 0 };
  const nth = nthOf(days, isFromEnd);
  return nth === undefined ? undefined : { weekdays, days: [], months, isFromEnd: false, nth };
}

/** Seven days of the month have each weekday once: the 8th to the 14th are the second ones. */
function nthOf(days: readonly number[], isFromEnd: boolean): number | undefined {
  const [first = 0] = days;
  if (days.length !== 7 || days[6] !== first + 6 || first % 7 !== 1) return undefined;
  if (isFromEnd) return first === 1 ? -1 : undefined;
  return (first + 6) / 7;
}

/** `month`: how one is called of which nothing is named. */
function whenSaid(
  { weekdays, days, isFromEnd, nth, months }: ScheduledDays,
  words: ScheduleWords,
  month: string,
): string | undefined {
  const { schedule, shell, language } = words;
  const named = months.map((one) => monthName(one, language)).join(shell.and);
  const of = named === '' ? month : schedule.months(named);
  if (weekdays.length > 0) {
    const on = weekdaysSaid(weekdays, words);
    if (nth === 0) return named === '' ? on : schedule.weekdaysOf(on, of);
    const ordinal = schedule.ordinals[String(nth)];
    return ordinal === undefined ? undefined : schedule.nth(ordinal, on, of);
  }
  if (days.length === 0) return named === '' ? schedule.daily : schedule.dailyOf(of);
  if (isFromEnd) return days.length === 1 && days[0] === 1 ? schedule.lastDay(of) : undefined;
  return days.length > MOST_DAYS ? undefined : schedule.monthly(days.map(String).join(shell.and), of);
}

/** `Monday to Friday`, or one by one. */
function weekdaysSaid(weekdays: readonly number[], { contact, schedule, shell }: ScheduleWords): string {
  const names = weekdays.map((day) => contact.dayNames[NAMES[day] ?? ''] ?? '');
  const [first = '', last = ''] = [names[0], names.at(-1)];
  const isSpan = weekdays.length > 2 && weekdays.at(-1) === (weekdays[0] ?? 0) + weekdays.length - 1;
  return isSpan ? schedule.weekdaySpan(first, last) : names.join(shell.and);
}

const kinds = { cron: 'cron', onCalendar: 'OnCalendar', rrule: 'RRULE' } as const;

/** A schedule as it is written in its policy (pure), `cron: 30 2 * * *`; empty for a period. */
export function scheduleWritten(schedule: Schedule): string {
  const kind = (['cron', 'onCalendar', 'rrule'] as const).find((one) => typeof schedule[one] === 'string');
  return kind === undefined ? '' : `${kinds[kind]}: ${String(schedule[kind])}`;
}
