import type { Calendar } from './calendar-schema.ts';
import { type CivilDay, parseCivilDay, weekdayOf, yearOf } from './civil-day.ts';
import { parseFixedDay } from './fixed-day.ts';
import { type ShippedDays, shippedDays } from './shipped/index.ts';
import { type DaySpan, parseSpan, parseWeekdays } from './spans.ts';

/** What a calendar says of one date. */
export interface PlannedDay {
  kind: 'weekday' | 'off' | 'make-up';
  /** The holiday, or what the day makes up for; null of a plain weekday, and where nobody named it. */
  name: string | null;
  /** Open hours, in their order; empty when it is closed all day. */
  spans: readonly DaySpan[];
  /** True past what is known: an announcement can still change it. */
  isProvisional: boolean;
}

/** What a calendar says of each date (pure). */
export interface DayPlan {
  of(day: CivilDay): PlannedDay;
  /** The last date it is sure of; null when it never ends. */
  knownUntil: CivilDay | null;
  /** The date from which somebody is to know that this comes; null when it never does. */
  toldFrom: CivilDay | null;
}

/** Somebody is told this long before. */
const TOLD_DAYS_BEFORE = 30;

/** Reads a calendar's days: those of its own go before those it takes from what is shipped. */
export function planDays(calendar: Calendar): DayPlan {
  const shipped = calendar.days === undefined ? undefined : shippedDays[calendar.days];
  const coverage = calendar.coverage ?? shipped?.coverage;
  const from = dayOf(coverage?.from) ?? Number.NEGATIVE_INFINITY;
  const until = dayOf(coverage?.until) ?? null;
  const hours = weekHours(calendar);
  const named = new Map([...namedDays(shipped, hours), ...namedDays(calendar, hours)]);
  const fixedOn = fixedDays([...(shipped?.fixed ?? []), ...(calendar.fixed ?? [])]);

  return {
    knownUntil: until,
    toldFrom: until === null ? null : (dayOf(coverage?.tellFrom) ?? until + 1 - TOLD_DAYS_BEFORE),
    of(day) {
      const isKnown = day >= from && (until === null || day <= until);
      const fixed = until !== null && isKnown ? undefined : fixedOn(day);
      const found = named.get(day) ?? fixed;
      const spans = hours.weekdays[weekdayOf(day)] ?? [];
      return { ...(found ?? { kind: 'weekday', name: null, spans }), isProvisional: !isKnown };
    },
  };
}

type NamedDay = Omit<PlannedDay, 'isProvisional'>;

function* namedDays(
  days: Pick<Calendar, 'off' | 'makeUp'> | ShippedDays | undefined,
  hours: Hours,
): Generator<[CivilDay, NamedDay]> {
  for (const { date, to = date, name = null } of days?.off ?? [])
    for (let day = dayOf(date) ?? 0; day <= (dayOf(to) ?? 0); day++)
      yield [day, { kind: 'off', name, spans: [] }];
  for (const one of days?.makeUp ?? []) {
    const own = 'hours' in one ? one.hours : undefined;
    const spans = own === undefined ? hours.makeUp : spansOf(own);
    // Who has no hours for such days keeps the weekday as it is.
    if (spans !== undefined) yield [dayOf(one.date) ?? 0, { kind: 'make-up', name: one.name ?? null, spans }];
  }
}

/** Days off by rule. The last days of a lunar year are in the next of ours. */
function fixedDays(rules: readonly { on: string; name?: string | undefined }[]) {
  const years = new Map<number, Map<CivilDay, NamedDay>>();
  function fixedIn(year: number): ReadonlyMap<CivilDay, NamedDay> {
    let days = years.get(year);
    if (days === undefined) {
      days = new Map();
      for (const { on, name = null } of rules) {
        const day = parseFixedDay(on)?.(year) ?? null;
        if (day !== null) days.set(day, { kind: 'off', name, spans: [] });
      }
      years.set(year, days);
    }
    return days;
  }
  return (day: CivilDay) => {
    const year = yearOf(day);
    return fixedIn(year).get(day) ?? fixedIn(year - 1).get(day);
  };
}

/** Open hours by weekday, Monday first, and of days that make up. */
interface Hours {
  weekdays: readonly (readonly DaySpan[])[];
  makeUp: readonly DaySpan[] | undefined;
}

/** Reads a calendar's hours (pure); `makeUp` is undefined where days that make up are free as they always were. */
export function weekHours({ hours }: Pick<Calendar, 'hours'>): Hours {
  const byDay: (readonly DaySpan[])[] = Array.from({ length: 7 }, () => []);
  for (const [key, texts] of Object.entries(hours))
    for (const weekday of parseWeekdays(key) ?? []) byDay[weekday] = spansOf(texts);
  return { weekdays: byDay, makeUp: hours['makeUp'] === undefined ? undefined : spansOf(hours['makeUp']) };
}

function spansOf(texts: readonly string[]): DaySpan[] {
  return texts.map(parseSpan).filter((span): span is DaySpan => span !== undefined);
}

function dayOf(date: string | undefined): CivilDay | undefined {
  return date === undefined ? undefined : parseCivilDay(date);
}
