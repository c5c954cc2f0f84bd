import { shippedCalendars } from '@watchcase/calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DutyChanges, findGaps, onDuty, previewRota, type Rota, rotaSchema } from './index.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 1440;
const DAYS_PLAYED = 3;
const people = ['a', 'b', 'c', 'd'];
const calendars = new Map(Object.entries(shippedCalendars));

/** Around changes of the clock in two zones, and a make-up day with holidays after it. */
const beginnings = ['2026-03-28', '2026-10-24', '2026-04-04', '2026-10-03', '2026-02-13', '2026-02-22'];
const zones = ['Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Shanghai'];
const times = ['00:00', '01:45', '02:00', '02:15', '02:30', '03:00', '09:00', '18:00'];

const person = fc.constantFrom(...people);
const time = fc.constantFrom(...times);
const spanText = fc
  .tuple(time, fc.constantFrom(...times, '24:00'))
  .map(([from, to]) => `${from}-${to === '00:00' ? '24:00' : to}`);
const hours = fc.dictionary(
  fc.constantFrom('mon-fri', 'sat', 'sun', 'working', 'free', 'holidays'),
  fc.array(spanText, { minLength: 1, maxLength: 2 }),
  { minKeys: 1, maxKeys: 3 },
);
const layer = (begin: string) =>
  fc.record(
    {
      people: fc.array(fc.oneof(person, fc.uniqueArray(person, { minLength: 1, maxLength: 2 })), {
        minLength: 1,
        maxLength: 3,
      }),
      zone: fc.constantFrom(...zones),
      from: fc.integer({ min: -9, max: 2 }).map((days) => dayAfter(begin, days)),
      handOver: time.filter((text) => text !== '24:00'),
      every: fc.oneof(
        fc.constantFrom('1h', '2h', '5h', '12h', '1d', '1w'),
        fc.array(fc.constantFrom('3h', '1d', '2d'), { minLength: 1, maxLength: 3 }),
      ),
      until: fc.integer({ min: 3, max: 5 }).map((days) => dayAfter(begin, days)),
      hours,
    },
    { requiredKeys: ['people', 'from', 'handOver', 'every'] },
  );

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY * MINUTE).toISOString().slice(0, 10);
}

const change = (begin: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: DAYS_PLAYED * DAY }), fc.integer({ min: 1, max: 2 * DAY }))
    .map(([after, long]) => ({ from: begin + after * MINUTE, to: begin + (after + long) * MINUTE }));

const played = fc.constantFrom(...beginnings).chain((day) => {
  const begin = Date.parse(day);
  const span = change(begin);
  return fc.record({
    begin: fc.constant(begin),
    rota: fc
      .record({
        zone: fc.constantFrom(...zones),
        calendar: fc.constantFrom('cn', 'de'),
        layers: fc.array(layer(day), { minLength: 1, maxLength: 3 }),
        covers: fc.option(hours, { nil: undefined }),
      })
      .map(({ layers, covers, ...rest }) =>
        rotaSchema.parse({
          id: 'r',
          name: 'r',
          ...rest,
          ...(covers === undefined ? {} : { covers }),
          layers: layers.map((one, index) => ({ name: `l${index}`, ...one })),
        }),
      ),
    absences: fc.array(
      fc.tuple(person, span).map(([who, when]) => ({ person: who, ...when })),
      { maxLength: 3 },
    ),
    overrides: fc.array(
      fc.record({
        people: fc.uniqueArray(person, { minLength: 1, maxLength: 2 }),
        instead: fc.option(person, { nil: null }),
        span,
        agreedAt: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 2 },
    ),
    swaps: fc.array(
      fc.record({
        two: fc.uniqueArray(person, { minLength: 2, maxLength: 2 }),
        given: span,
        back: fc.option(span, { nil: null }),
        agreedAt: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 2 },
    ),
  });
});

type Played = typeof played extends fc.Arbitrary<infer T> ? T : never;

function changesOf({ absences, overrides, swaps }: Played): DutyChanges {
  return {
    absences,
    overrides: overrides.map(({ span, ...one }, index) => ({ id: `o${index}`, rota: 'r', ...one, ...span })),
    swaps: swaps.map(({ two: [one = '', other = ''], ...rest }, index) => ({
      id: `s${index}`,
      rota: 'r',
      person: one,
      with: other,
      ...rest,
    })),
    calendars,
  };
}

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

const wallOf = new Map(zones.map((zone) => [zone, walls(zone)]));

const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** From the notices for 2026, as far as they are played. */
const cnOff = [
  '2026-02-15',
  '2026-02-16',
  '2026-02-17',
  '2026-02-18',
  '2026-02-19',
  '2026-02-20',
  '2026-02-21',
  '2026-02-22',
  '2026-02-23',
  '2026-04-04',
  '2026-04-05',
  '2026-04-06',
  '2026-10-01',
  '2026-10-02',
  '2026-10-03',
  '2026-10-04',
  '2026-10-05',
  '2026-10-06',
  '2026-10-07',
];
const cnMakeUp = new Set([
  '2026-02-14',
  '2026-02-28',
  '2026-10-10',
  '2026-09-20',
  '2026-05-09',
  '2026-01-04',
]);
const deOff = ['2026-04-03', '2026-04-06', '2026-10-03'];

function hoursOn(record: NonNullable<Rota['covers']>, day: number, calendar: string): readonly string[] {
  const date = new Date(day * DAY * MINUTE).toISOString().slice(0, 10);
  const weekday = (((day + 3) % 7) + 7) % 7;
  const own = record[weekdayNames[weekday] ?? ''] ?? (weekday < 5 ? record['mon-fri'] : undefined);
  if (!['working', 'free', 'holidays'].some((name) => name in record)) return own ?? [];
  if ((calendar === 'cn' ? cnOff : deOff).includes(date)) return record['holidays'] ?? record['free'] ?? [];
  if (calendar === 'cn' && cnMakeUp.has(date)) return record['working'] ?? [];
  return own ?? record[weekday < 5 ? 'working' : 'free'] ?? [];
}

function isOpen(record: Rota['covers'], wall: number, calendar: string): boolean {
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

const isIn = (span: { from: number; to: number } | null, at: number) =>
  span !== null && span.from <= at && at < span.to;

function expectedAt(rota: Rota, changes: DutyChanges, at: number): readonly string[] {
  const isAway = (who: string) => changes.absences.some((one) => one.person === who && isIn(one, at));
  let named: string[] = [];
  for (const one of rota.layers) {
    const wall = wallOf.get(one.zone ?? rota.zone)?.(at) ?? 0;
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

describe('against a walk through every minute', () => {
  it('names the same people, now and in the preview, and finds the same gaps', () => {
    let gapMinutes = 0;
    fc.assert(
      fc.property(played, (story) => {
        const { rota, begin } = story;
        const changes = changesOf(story);
        const span = { from: begin, to: begin + DAYS_PLAYED * DAY * MINUTE };
        const spans = previewRota(rota, { ...span, ...changes });
        const gaps = findGaps(rota, spans, { ...span, calendars });
        let [spanIndex, gapIndex] = [0, 0];
        for (let at = span.from; at < span.to; at += MINUTE) {
          const expected = expectedAt(rota, changes, at);
          while ((spans[spanIndex]?.to ?? Infinity) <= at) spanIndex++;
          while ((gaps[gapIndex]?.to ?? Infinity) <= at) gapIndex++;
          const shown = isIn(spans[spanIndex] ?? null, at) ? spans[spanIndex]?.people : [];
          const now = onDuty(rota, { at, ...changes });
          const where = new Date(at).toISOString();
          if (now.people.join() !== expected.join())
            throw new Error(`${where}: now ${now.people.join()}, expected ${expected.join()}`);
          if (shown?.join() !== expected.join())
            throw new Error(`${where}: preview ${shown?.join()}, expected ${expected.join()}`);
          const wall = wallOf.get(rota.zone)?.(at) ?? 0;
          const hasBegun = rota.layers.some(
            (one) =>
              (wallOf.get(one.zone ?? rota.zone)?.(at) ?? 0) >=
              Date.parse(one.from) / MINUTE + minutesOf(one.handOver),
          );
          const isGap = hasBegun && expected.length === 0 && isOpen(rota.covers, wall, rota.calendar ?? '');
          if (isGap) gapMinutes++;
          if (isGap !== isIn(gaps[gapIndex] ?? null, at)) throw new Error(`${where}: gap ${String(isGap)}`);
        }
      }),
      { seed: 20_261_127, numRuns: 40 },
    );
    expect(gapMinutes).toBeGreaterThan(1000);
  });
});
