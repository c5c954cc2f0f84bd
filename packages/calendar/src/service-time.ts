import type { Calendar } from './calendar-schema.ts';
import type { CivilDay } from './civil-day.ts';
import { type PlannedDay, planDays } from './day-plan.ts';
import { parseWeekdays } from './spans.ts';
import { zoneClock } from './zone-clock.ts';

/** A span of service time: from its first millisecond up to, without, its last. */
export interface OpenSpan {
  from: number;
  to: number;
}

/** Which part of wall-clock time counts. All times in Unix milliseconds. */
export interface ServiceTime {
  /** Of the calendar; `always` counts every hour. */
  id: string;
  /** Service milliseconds between two moments; 0 when the second is not after the first. */
  elapsed(fromMs: number, toMs: number): number;
  /** The earliest moment at which `durationMs` of service time have passed since `fromMs`; a duration of 0 is `fromMs` itself. */
  add(fromMs: number, durationMs: number): number;
  /** True while it is open. */
  isOpen(ms: number): boolean;
  /** Open spans between two moments, in their order, cut to them. */
  spans(fromMs: number, toMs: number): OpenSpan[];
  /** What it says of the date a moment falls on there. */
  dayAt(ms: number): PlannedDay;
  /** From this moment on what it says is provisional; null when it is sure for ever. */
  provisionalFrom: number | null;
  /** From this moment on somebody is to know that this comes; null when it never does. */
  toldFrom: number | null;
  /** Service milliseconds of a working day: those of its longest weekday. */
  workingDayMs: number;
}

const DAY_MS = 86_400_000;
const DAY_MINUTES = 1440;
/** A calendar opens each week, but for days off that people name by their date: nobody names so many. */
const LONGEST_DAYS = 60 * 366;

/** 24 hours a day, 7 days a week. */
export const always: ServiceTime = {
  id: 'always',
  elapsed: (fromMs, toMs) => Math.max(0, toMs - fromMs),
  add: (fromMs, durationMs) => fromMs + durationMs,
  isOpen: () => true,
  spans: (from, to) => (to > from ? [{ from, to }] : []),
  dayAt: () => ({ kind: 'weekday', name: null, spans: [{ from: 0, to: DAY_MINUTES }], isProvisional: false }),
  provisionalFrom: null,
  toldFrom: null,
  workingDayMs: DAY_MS,
};

/** Makes service time of a calendar. What it works out about a date is kept: asking twice costs nothing. */
export function serviceTime(calendar: Calendar): ServiceTime {
  return isAlwaysOpen(calendar) ? { ...always, id: calendar.id } : openHours(calendar);
}

function isAlwaysOpen({ hours, days, off = [], fixed = [], makeUp = [] }: Calendar): boolean {
  const allDay = (parseWeekdays(Object.keys(hours)[0] ?? '') ?? []).length === 7;
  const whole = Object.values(hours)[0]?.join() === '00:00-24:00';
  return allDay && whole && days === undefined && [...off, ...fixed, ...makeUp].length === 0;
}

function openHours(calendar: Calendar): ServiceTime {
  const clock = zoneClock(calendar.zone);
  const plan = planDays(calendar);
  const kept = new Map<CivilDay, readonly OpenSpan[]>();

  function openOn(day: CivilDay): readonly OpenSpan[] {
    let spans = kept.get(day);
    if (spans === undefined) {
      spans = plan
        .of(day)
        .spans.map(({ from, to }) => ({ from: clock.momentOf(day, from), to: clock.momentOf(day, to) }))
        .filter(({ from, to }) => from < to);
      kept.set(day, spans);
    }
    return spans;
  }

  function* openBetween(fromMs: number, toMs: number): Generator<OpenSpan> {
    for (let day = clock.dayAt(fromMs), left = LONGEST_DAYS; left > 0; day++, left--) {
      if (clock.momentOf(day, 0) >= toMs) return;
      for (const span of openOn(day)) {
        const from = Math.max(span.from, fromMs);
        const to = Math.min(span.to, toMs);
        if (from < to) yield { from, to };
      }
    }
  }

  return {
    id: calendar.id,
    elapsed: (fromMs, toMs) => openBetween(fromMs, toMs).reduce((sum, { from, to }) => sum + to - from, 0),
    add(fromMs, durationMs) {
      let left = durationMs;
      if (left <= 0) return fromMs;
      for (const { from, to } of openBetween(fromMs, Number.POSITIVE_INFINITY)) {
        if (to - from >= left) return from + left;
        left -= to - from;
      }
      throw new Error(`calendar ${calendar.id} is not open for ${durationMs} ms within 60 years`);
    },
    isOpen: (ms) => openOn(clock.dayAt(ms)).some(({ from, to }) => from <= ms && ms < to),
    spans: (fromMs, toMs) => [...openBetween(fromMs, toMs)],
    dayAt: (ms) => plan.of(clock.dayAt(ms)),
    provisionalFrom: plan.knownUntil === null ? null : clock.momentOf(plan.knownUntil, DAY_MINUTES),
    toldFrom: plan.toldFrom === null ? null : clock.momentOf(plan.toldFrom, 0),
    workingDayMs: workingDayOf(calendar),
  };
}

function workingDayOf(calendar: Calendar): number {
  const minutes = planDays({
    ...calendar,
    days: undefined,
    off: [],
    makeUp: [],
    fixed: [],
    coverage: undefined,
  });
  const perDay = Array.from({ length: 7 }, (_, day) =>
    minutes.of(day).spans.reduce((sum, { from, to }) => sum + to - from, 0),
  );
  return Math.max(...perDay) * 60_000;
}
