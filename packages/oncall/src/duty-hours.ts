import {
  type Calendar,
  type CivilDay,
  parseWeekdays,
  planDays,
  weekdayOf,
  type ZoneClock,
} from '@watchcase/calendar';
import { type DayClass, dayClasses, isDayClass, parseWallSpan, type WallSpan } from './duty-span.ts';
import type { DutyHoursRecord } from './rota-schema.ts';

/** The hours of a layer, or those that a rota covers. All times in Unix milliseconds. */
export interface DutyHours {
  isOpen(ms: number): boolean;
  /** Calls `take` with each span's first moment and end, in their order, cut to the two moments, none touching another. */
  each(fromMs: number, toMs: number, take: (from: number, to: number) => void): void;
}

/** A plain day has its weekday's hours before those of its class. */
interface ClassedDay {
  isPlain: boolean;
  classes: readonly DayClass[];
}

const WORKING: ClassedDay = { isPlain: true, classes: ['working'] };
const FREE: ClassedDay = { isPlain: true, classes: ['free'] };
const MAKE_UP: ClassedDay = { isPlain: false, classes: ['working'] };
const HOLIDAY: ClassedDay = { isPlain: false, classes: ['holidays', 'free'] };
const NOTHING: readonly WallSpan[] = [];

/** Makes hours of what people write; days are dates on the wall of `clock`, and are what the calendar says of those dates. */
export function dutyHours(
  record: DutyHoursRecord,
  clock: ZoneClock,
  calendar: Calendar | undefined,
): DutyHours {
  const spansOf = daysOf(record, calendar === undefined ? undefined : classesOf(calendar));
  return {
    isOpen(ms) {
      const today = clock.dayAt(ms);
      const isIn = (day: CivilDay) => (span: WallSpan) =>
        clock.momentOf(day, span.from) <= ms && ms < endOf(clock, day, span);
      return spansOf(today).some(isIn(today)) || spansOf(today - 1).some(isIn(today - 1));
    },
    each(fromMs, toMs, take) {
      const last = clock.dayAt(toMs);
      let [from, to] = [0, Number.NEGATIVE_INFINITY];
      for (let day = clock.dayAt(fromMs) - 1; day <= last; day++)
        for (const span of spansOf(day)) {
          const begin = Math.max(fromMs, clock.momentOf(day, span.from));
          const end = Math.min(toMs, endOf(clock, day, span));
          if (begin >= end) continue;
          if (begin > to) {
            if (from < to) take(from, to);
            from = begin;
          }
          to = Math.max(to, end);
        }
      if (from < to) take(from, to);
    },
  };
}

function endOf(clock: ZoneClock, day: CivilDay, { to }: WallSpan): number {
  return to > 1440 ? clock.momentOf(day + 1, to - 1440) : clock.momentOf(day, to);
}

function daysOf(record: DutyHoursRecord, classOf: ((day: CivilDay) => ClassedDay) | undefined) {
  const byWeekday: (readonly WallSpan[] | undefined)[] = Array.from({ length: 7 }, () => undefined);
  const byClass = new Map<DayClass, readonly WallSpan[]>();
  for (const [key, texts] of Object.entries(record)) {
    const spans = texts
      .map(parseWallSpan)
      .filter((span) => span !== undefined)
      .toSorted((a, b) => a.from - b.from);
    if (isDayClass(key)) byClass.set(key, spans);
    else
      for (const weekday of parseWeekdays(key) ?? [])
        byWeekday[weekday] = [...(byWeekday[weekday] ?? []), ...spans].toSorted((a, b) => a.from - b.from);
  }
  if (classOf === undefined) return (day: CivilDay) => byWeekday[weekdayOf(day)] ?? NOTHING;
  const ofClasses = new Map(
    [WORKING, FREE, MAKE_UP, HOLIDAY].map((one) => [
      one,
      one.classes.map((name) => byClass.get(name)).find((spans) => spans !== undefined) ?? NOTHING,
    ]),
  );
  // Who names no class of days has the calendar for counting holidays only.
  const isByWeekday = dayClasses.every((name) => !byClass.has(name));
  return (day: CivilDay) => {
    const own = byWeekday[weekdayOf(day)];
    if (isByWeekday) return own ?? NOTHING;
    const classed = classOf(day);
    return (classed.isPlain ? own : undefined) ?? ofClasses.get(classed) ?? NOTHING;
  };
}

const known = new WeakMap<Calendar, (day: CivilDay) => ClassedDay>();

/** What days are by a calendar; kept, as all rotas of a zone ask for the same. */
function classesOf(calendar: Calendar): (day: CivilDay) => ClassedDay {
  let classOf = known.get(calendar);
  if (classOf === undefined) {
    const plan = planDays(calendar);
    const days = new Map<CivilDay, ClassedDay>();
    classOf = (day) => {
      let classed = days.get(day);
      if (classed === undefined) {
        const { kind, spans } = plan.of(day);
        if (kind === 'weekday') classed = spans.length > 0 ? WORKING : FREE;
        else classed = kind === 'off' ? HOLIDAY : MAKE_UP;
        days.set(day, classed);
      }
      return classed;
    };
    known.set(calendar, classOf);
  }
  return classOf;
}

/** True of a date that the calendar names as a day off. */
export function isHoliday(calendar: Calendar, day: CivilDay): boolean {
  return classesOf(calendar)(day) === HOLIDAY;
}
