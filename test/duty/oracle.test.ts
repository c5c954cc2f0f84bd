import { shippedCalendars } from '@watchcase/calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedAt, isIn, isOpen, minutesOf, wallIn } from './walk-duty.ts';
import { type DutyChanges, findGaps, onDuty, previewRota, rotaSchema } from '@watchcase/oncall';

const MINUTE = 60_000;
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
          const wall = wallIn(rota.zone, at);
          const hasBegun = rota.layers.some(
            (one) =>
              wallIn(one.zone ?? rota.zone, at) >= Date.parse(one.from) / MINUTE + minutesOf(one.handOver),
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
