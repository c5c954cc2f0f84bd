import type { DutyChanges, Rota } from '@watchcase/oncall';
import { plainCalendars } from '../clocks/plain-desk.ts';

/**
 * Who is on duty, found by walking: each question goes through the layers' hand-overs from the first, on a wall that ICU is asked for. It shares nothing with the
 * program but the form of its records. Slow, and plain enough to be read against docs/on-call.md.
 */

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 1440;

/** The furthest that the wall has come by each minute: what it shows again, it has been through. ICU is asked for each quarter of an hour; no zone is set within one. */
function walls(zone: string): (at: number) => number {
  const form = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const offsets = new Map<number, number>();
  function offsetIn(quarter: number): number {
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const part = new Map(form.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]));
      const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
      offset = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) - quarter;
      offsets.set(quarter, offset);
    }
    return offset;
  }
  return (at) => {
    const quarter = at - (at % QUARTER);
    // Within a quarter the wall goes forward: its last minute is the furthest of it.
    const before = Array.from({ length: 8 }, (_, ago) => quarter - ago * QUARTER - MINUTE);
    const shown = before.map((minute) => minute + offsetIn(minute - (minute % QUARTER)));
    return Math.max(at + offsetIn(quarter), ...shown) / MINUTE;
  };
}

const wallOf = new Map<string, (at: number) => number>();

/** The wall of a zone at a moment, in minutes since 1970. */
export function wallIn(zone: string, at: number): number {
  let wall = wallOf.get(zone);
  if (wall === undefined) {
    wall = walls(zone);
    wallOf.set(zone, wall);
  }
  return wall(at);
}

/** `09:30` in minutes. */
export const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
function hoursOn(record: NonNullable<Rota['covers']>, day: number, calendar: string): readonly string[] {
  const date = new Date(day * DAY * MINUTE).toISOString().slice(0, 10);
  const weekday = (((day + 3) % 7) + 7) % 7;
  const own = record[weekdayNames[weekday] ?? ''] ?? (weekday < 5 ? record['mon-fri'] : undefined);
  if (!['working', 'free', 'holidays'].some((name) => name in record)) return own ?? [];
  const named = plainCalendars[calendar]?.calendar;
  if (named?.off.has(date) === true) return record['holidays'] ?? record['free'] ?? [];
  if (named?.makeUp.has(date) === true) return record['working'] ?? [];
  return own ?? record[weekday < 5 ? 'working' : 'free'] ?? [];
}

/** Whether hours of a rota or a layer hold at a minute of the wall. */
export function isOpen(record: Rota['covers'], wall: number, calendar: string): boolean {
  if (record === undefined) return true;
  const today = Math.floor(wall / DAY);
  return [today - 1, today].some((day) =>
    hoursOn(record, day, calendar).some((text) => {
      const [from, to] = [minutesOf(text), minutesOf(text.slice(6))];
      const begin = day * DAY + from;
      return begin <= wall && wall < day * DAY + (to > from ? to : to + DAY);
    }),
  );
}

/** Walks from hand-over to hand-over. */
function turnAt(layerOf: Rota['layers'][number], first: number, wall: number): number {
  const lengths = [layerOf.every ?? '1w'].flat().map((text) => {
    const unit = { h: 60, d: DAY, w: 7 * DAY }[text.slice(-1)] ?? 0;
    return Number(text.slice(0, -1)) * unit;
  });
  let turn = 0;
  for (let at = first; ; turn++) {
    at += lengths[turn % lengths.length] ?? 0;
    if (at > wall) return turn;
  }
}

/** True of a moment within a span. */
export const isIn = (span: { from: number; to: number } | null, at: number) =>
  span !== null && span.from <= at && at < span.to;

/** Who is on duty `at` a moment, Unix milliseconds. */
export function expectedAt(rota: Rota, changes: DutyChanges, at: number): readonly string[] {
  const isAway = (who: string) => changes.absences.some((one) => one.person === who && isIn(one, at));
  let named: string[] = [];
  for (const one of rota.layers) {
    const wall = wallIn(one.zone ?? rota.zone, at);
    const first = Date.parse(one.from) / MINUTE + minutesOf(one.handOver);
    if (wall < first) continue;
    if (one.until !== undefined && wall >= Date.parse(one.until) / MINUTE + minutesOf(one.handOver)) continue;
    if (!isOpen(one.hours, wall, rota.calendar ?? '')) continue;
    const slots = one.people.map((entry) => [entry].flat());
    const turn = turnAt(one, first, wall);
    let own = slots[turn % slots.length] ?? [];
    for (const swap of changes.swaps.toSorted((a, b) => a.agreedAt - b.agreedAt || (a.id < b.id ? -1 : 1)))
      own = own.map((who) => {
        if (who === swap.person && isIn(swap.given, at)) return swap.with;
        return who === swap.with && isIn(swap.back, at) ? swap.person : who;
      });
    named =
      [own, ...slots.map((_, index) => slots[(turn + 1 + index) % slots.length] ?? [])]
        .map((slot) => slot.filter((who) => !isAway(who)))
        .find((slot) => slot.length > 0) ?? [];
    if (named.length > 0) break;
  }
  for (const over of changes.overrides.toSorted(
    (a, b) => a.agreedAt - b.agreedAt || (a.id < b.id ? -1 : 1),
  )) {
    const there = over.people.filter((who) => !isAway(who));
    if (!isIn(over, at) || there.length === 0) continue;
    named = over.instead === null ? there : named.flatMap((who) => (who === over.instead ? there : [who]));
  }
  return [...new Set(named)];
}
