import { type Calendar, formatCivilDay, type ZoneClock, zoneClock } from '@watchcase/calendar';
import type { Span } from './changes.ts';
import { joinedSpans } from './changes-of-rota.ts';
import { isHoliday } from './duty-hours.ts';
import type { DutySpan } from './duty.ts';

/** What one person had of duty in one month. */
export interface FairnessRow {
  person: string;
  /** `2026-02`. */
  month: string;
  /** On duty, milliseconds; an hour on duty twice is one hour. */
  dutyMs: number;
  /** Nights (22:00 to 06:00) and days off, each for whoever is on duty for half of it or more. */
  nights: number;
  holidays: number;
}

/** A rota's spans, with the zone its days are of and the calendar that names days off. */
export interface CountedRota {
  zone: string;
  calendar: Calendar | undefined;
  spans: readonly DutySpan[];
}

const DAY_MINUTES = 1440;
const NIGHT = { from: 22 * 60, to: 6 * 60 };

/** Hours, nights and holidays by person and month (pure), sorted by both. Days are those of the first rota in which a person is on duty; a night belongs to the day it begins on. */
export function fairnessOf(rotas: readonly CountedRota[]): FairnessRow[] {
  const people = new Map<string, { first: CountedRota; calendars: Set<Calendar>; spans: Span[] }>();
  for (const rota of rotas)
    for (const { people: named, from, to } of rota.spans)
      for (const person of named) {
        const own = people.get(person) ?? { first: rota, calendars: new Set(), spans: [] };
        people.set(person, own);
        if (rota.calendar !== undefined) own.calendars.add(rota.calendar);
        own.spans.push({ from, to });
      }
  return [...people]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([person, { first, calendars, spans }]) =>
      rowsOf(person, joinedSpans(spans), { clock: zoneClock(first.zone), calendars: [...calendars] }),
    );
}

function rowsOf(
  person: string,
  spans: readonly Span[],
  { clock, calendars }: { clock: ZoneClock; calendars: readonly Calendar[] },
): FairnessRow[] {
  const rows = new Map<string, FairnessRow>();
  const rowOf = (day: number) => {
    const month = formatCivilDay(day).slice(0, 7);
    const row = rows.get(month) ?? { person, month, dutyMs: 0, nights: 0, holidays: 0 };
    rows.set(month, row);
    return row;
  };
  const seen = new Set<number>();
  for (const span of spans)
    for (let day = clock.dayAt(span.from) - 1; day <= clock.dayAt(span.to - 1); day++) {
      const whole = { from: clock.momentOf(day, 0), to: clock.momentOf(day, DAY_MINUTES) };
      const own = overlap(whole, span);
      if (own > 0) rowOf(day).dutyMs += own;
      if (seen.has(day)) continue;
      seen.add(day);
      const night = { from: clock.momentOf(day, NIGHT.from), to: clock.momentOf(day + 1, NIGHT.to) };
      if (isHalf(night, spans)) rowOf(day).nights++;
      if (calendars.some((calendar) => isHoliday(calendar, day)) && isHalf(whole, spans))
        rowOf(day).holidays++;
    }
  return [...rows.values()].toSorted((a, b) => (a.month < b.month ? -1 : 1));
}

function isHalf(whole: Span, spans: readonly Span[]): boolean {
  const first = spans.findIndex(({ to }) => to > whole.from);
  let sum = 0;
  for (let index = first; index >= 0 && index < spans.length; index++) {
    const span = spans[index];
    if (span === undefined || span.from >= whole.to) break;
    sum += overlap(whole, span);
  }
  return sum * 2 >= whole.to - whole.from;
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}
