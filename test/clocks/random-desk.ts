import fc from 'fast-check';
import type { Calendar } from '@watchcase/calendar';
import type { ServicePolicy } from '@watchcase/sla';
import type { PlainPromise, PlainTerms } from './minute-count.ts';
import type { PlainCalendar } from './plain-calendar.ts';

/** Stretches of time worth looking at: clock changes, holidays with make-up days, the end of what is known. */
export const WINDOWS = [
  '2026-03-05', // New York changes on the 8th
  '2026-03-26', // Berlin changes on the 29th, Easter follows
  '2026-10-22', // Berlin on the 25th, New York on November 1st
  '2026-02-11', // Spring Festival
  '2026-09-17', // Mid-autumn and National Day
  '2026-12-29',
  '2027-02-02',
  '2026-06-10',
].map((date) => Date.parse(`${date}T00:00Z`) / 60_000);

/** Days of `cn@1` and `de@1` in those windows, written out by hand. */
const FREE: Readonly<Record<string, readonly string[]>> = {
  'cn@1': [
    ...days('2026-02-15', 9),
    ...days('2026-04-04', 3),
    ...days('2026-06-19', 3),
    ...days('2026-09-25', 3),
    ...days('2026-10-01', 7),
    '2027-01-01',
    ...days('2027-02-05', 4),
  ],
  'de@1': ['2026-04-03', '2026-04-06', '2026-10-03', '2027-01-01'],
};
const WORKED: Readonly<Record<string, readonly string[]>> = {
  'cn@1': ['2026-02-14', '2026-02-28', '2026-09-20', '2026-10-10'],
  'de@1': [],
};

function days(from: string, count: number): string[] {
  const first = Date.parse(from);
  return Array.from({ length: count }, (_, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10));
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const spanText = ([from, to]: readonly [number, number]) => `${clock(from)}-${clock(to)}`;
type Span = readonly [number, number];

const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: 48 }), { minLength: 2, maxLength: 4 })
  .map((halves) => halves.toSorted((a, b) => a - b).map((half) => half * 30))
  .map((edges): Span[] =>
    edges.length < 4
      ? [[edges[0] ?? 0, edges[1] ?? 0]]
      : [
          [edges[0] ?? 0, edges[1] ?? 0],
          [edges[2] ?? 0, edges[3] ?? 0],
        ],
  );

/** A calendar as people write it, and the same with everything written out. */
export interface BothCalendars {
  record: Calendar;
  plain: PlainCalendar;
}

const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const calendar = (id: string) =>
  fc
    .record({
      zone: fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'UTC'),
      week: spans,
      saturday: fc.option(spans),
      days: fc.constantFrom(undefined, 'cn@1', 'de@1'),
      makeUp: fc.option(spans),
      window: fc.constantFrom(...WINDOWS),
      off: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 3 }),
      own: fc.option(fc.integer({ min: 0, max: 12 })),
    })
    .map(({ zone, week, saturday, days: shipped, makeUp, window, off, own }): BothCalendars => {
      const dateAt = (day: number) => new Date(window * 60_000 + day * 86_400_000).toISOString().slice(0, 10);
      const hours = NAMES.map((_, day) => (day < 5 ? week : day === 5 ? (saturday ?? []) : []));
      const offDates = off.map(dateAt);
      const ownDate = own === null ? undefined : dateAt(own);
      const worked = [
        ...(shipped === undefined ? [] : (WORKED[shipped] ?? [])),
        ...(ownDate === undefined ? [] : [ownDate]),
      ];
      return {
        record: {
          id,
          zone,
          hours: {
            'mon-fri': week.map(spanText),
            ...(saturday === null ? {} : { sat: saturday.map(spanText) }),
            ...(makeUp === null ? {} : { makeUp: makeUp.map(spanText) }),
          },
          ...(shipped === undefined ? {} : { days: shipped }),
          off: offDates.map((date) => ({ date })),
          makeUp: ownDate === undefined ? [] : [{ date: ownDate }],
        },
        plain: {
          zone,
          hours,
          off: new Set([...(shipped === undefined ? [] : (FREE[shipped] ?? [])), ...offDates]),
          makeUp: new Map(
            makeUp === null
              ? []
              : // A day off of one's own goes before a make-up day that is shipped.
                worked
                  .filter((date) => date === ownDate || !offDates.includes(date))
                  .map((date) => [date, makeUp]),
          ),
        },
      };
    });

const STEP = 20;
const minutes = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 24 }) },
  { weight: 1, arbitrary: fc.integer({ min: 25, max: 90 }) },
);
const hours = fc.constantFrom(undefined, 'always', 'business', 'other');
const promise = fc.record({
  steps: minutes,
  hours,
  outside: fc.option(fc.record({ steps: minutes, hours })),
});
const cell = fc.option(fc.record({ own: promise, data: fc.option(promise) }), { freq: 5 });
const SEVERITIES = ['critical', 'major', 'minor'] as const;
const TARGETS = ['respond', 'diagnose', 'on-site', 'resolve', 'update'] as const;
const REASONS = ['customer', 'supplier', 'parts'] as const;

type Promised = {
  steps: number;
  hours: string | undefined;
  outside: { steps: number; hours: string | undefined } | null;
};

function written({ steps, hours: on, outside }: Promised) {
  return {
    in: `${steps * STEP}m`,
    ...(on === undefined ? {} : { hours: on }),
    ...(outside === null
      ? {}
      : {
          outside: {
            in: `${outside.steps * STEP}m`,
            ...(outside.hours === undefined ? {} : { hours: outside.hours }),
          },
        }),
  };
}

/** Terms as people write them, and the same in the plainest way. */
export interface BothTerms {
  policy: ServicePolicy;
  business: BothCalendars;
  other: BothCalendars;
  travel: number;
  plain: PlainTerms;
}

/** Random terms: a policy on two calendars. */
export const desk: fc.Arbitrary<BothTerms> = fc
  .record({
    business: calendar('business-hours'),
    other: calendar('other'),
    cells: fc.array(cell, { minLength: 15, maxLength: 15 }),
    warnings: fc.option(fc.uniqueArray(fc.constantFrom(25, 50, 75, 80, 90), { maxLength: 3 })),
    pauses: fc.array(fc.subarray([...REASONS]), { minLength: 5, maxLength: 5 }),
    travel: fc.constantFrom(0, 0, 120),
  })
  .map(({ business, other, cells, warnings, pauses, travel }) => {
    const cellOf = (target: string, severity: string) => {
      const column = SEVERITIES.findIndex((one) => one === severity);
      const row = TARGETS.findIndex((one) => one === target);
      return column < 0 ? null : (cells[row * SEVERITIES.length + column] ?? null);
    };
    const targets = Object.fromEntries(
      TARGETS.map((target) => [
        target,
        Object.fromEntries(
          SEVERITIES.flatMap((severity) => {
            const found = cellOf(target, severity);
            if (found === null) return [];
            const category = found.data === null ? {} : { category: { data: written(found.data) } };
            return [[severity, { ...written(found.own), ...category }]];
          }),
        ),
      ]),
    );
    const plainOf = (on: string | undefined) =>
      on === 'business' ? business.plain : on === 'other' ? other.plain : null;
    return {
      policy: {
        id: 'random',
        targets,
        ...(warnings === null ? {} : { warnings }),
        pauses: Object.fromEntries(TARGETS.map((target, i) => [target, pauses[i] ?? []])),
      },
      business,
      other,
      travel,
      plain: {
        warnings: warnings ?? [50, 75],
        pauses: (target: string, reason: string) =>
          pauses[TARGETS.indexOf(target as 'respond')]?.includes(reason as 'parts') === true,
        promise(target: string, severity: string, category: string): PlainPromise | undefined {
          const found = cellOf(target, severity);
          if (found === null) return undefined;
          const special = category === 'data' ? found.data : null;
          // What a special category does not say is as for the others.
          const on = special === null ? found.own.hours : (special.hours ?? found.own.hours);
          const outside = special === null ? found.own.outside : (special.outside ?? found.own.outside);
          const more = target === 'on-site' ? travel : 0;
          return {
            minutes: (special ?? found.own).steps * STEP + more,
            calendar: plainOf(on),
            ...(outside === null
              ? {}
              : {
                  outside: {
                    minutes: outside.steps * STEP + more,
                    calendar: plainOf(outside.hours),
                    ofHours: plainOf(on) ?? business.plain,
                  },
                }),
          };
        },
      },
    };
  });
