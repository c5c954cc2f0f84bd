import { describe, expect, it } from 'vitest';
import { type Calendar, calendarSchema } from './calendar-schema.ts';
import { always, serviceTime } from './service-time.ts';
import { shippedCalendars } from './shipped/calendars.ts';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString().replace(':00.000Z', 'Z');
const time = (calendar: Partial<Calendar>) =>
  serviceTime(
    calendarSchema.parse({ id: 'x', zone: 'UTC', hours: { 'mon-fri': ['09:00-18:00'] }, ...calendar }),
  );
const shipped = (id: string) => serviceTime(calendarSchema.parse(shippedCalendars[id]));

/** When so many hours of service have passed. */
const rows: [name: string, time: ReturnType<typeof time>, from: string, hours: number, due: string][] = [
  ['within a day', time({}), '2026-03-02T10:00Z', 2, '2026-03-02T12:00Z'],
  ['exactly to the edge', time({}), '2026-03-02T16:00Z', 2, '2026-03-02T18:00Z'],
  ['a minute over the edge', time({}), '2026-03-02T16:01Z', 2, '2026-03-03T09:01Z'],
  ['from Friday evening', time({}), '2026-03-06T19:00Z', 1, '2026-03-09T10:00Z'],
  ['nothing at all', time({}), '2026-03-07T19:00Z', 0, '2026-03-07T19:00Z'],
  [
    'over a lunch break',
    time({ hours: { mon: ['09:00-12:00', '13:30-18:00'] } }),
    '2026-03-02T11:00Z',
    2,
    '2026-03-02T14:30Z',
  ],
  ['over a day off', time({ off: [{ date: '2026-03-03' }] }), '2026-03-02T17:00Z', 2, '2026-03-04T10:00Z'],
  [
    'over days off',
    time({ off: [{ date: '2026-03-03', to: '2026-03-05' }] }),
    '2026-03-02T17:00Z',
    2,
    '2026-03-06T10:00Z',
  ],
  [
    'a make-up day that the calendar does not work',
    time({ makeUp: [{ date: '2026-03-07' }] }),
    '2026-03-06T17:00Z',
    2,
    '2026-03-09T10:00Z',
  ],
  [
    'a make-up day of its own hours',
    time({ makeUp: [{ date: '2026-03-07', hours: ['10:00-12:00'] }] }),
    '2026-03-06T17:00Z',
    2,
    '2026-03-07T11:00Z',
  ],
  [
    'Berlin through the spring change',
    time({ zone: 'Europe/Berlin', hours: { 'mon-sun': ['00:00-24:00'] }, off: [{ date: '2026-01-01' }] }),
    '2026-03-29T00:00Z',
    4,
    '2026-03-29T04:00Z',
  ],
  [
    'Berlin, 01:00 to 04:00 on the day without 02:00 is two hours',
    time({ zone: 'Europe/Berlin', hours: { sun: ['01:00-04:00'] } }),
    '2026-03-28T12:00Z',
    2,
    '2026-03-29T02:00Z',
  ],
  [
    'Berlin, 01:00 to 04:00 on the day with 02:00 twice is four',
    time({ zone: 'Europe/Berlin', hours: { sun: ['01:00-04:00'] } }),
    '2026-10-24T12:00Z',
    4,
    '2026-10-25T03:00Z',
  ],
  [
    'Berlin, hours begin with the hour that is left out',
    time({ zone: 'Europe/Berlin', hours: { sun: ['02:30-05:00'] } }),
    '2026-03-28T12:00Z',
    2,
    '2026-03-29T03:00Z',
  ],
  ['New York in winter', time({ zone: 'America/New_York' }), '2026-03-06T22:00Z', 2, '2026-03-09T14:00Z'],
  [
    'New York after its change, three weeks before Berlin',
    time({ zone: 'America/New_York' }),
    '2026-03-09T12:00Z',
    1,
    '2026-03-09T14:00Z',
  ],
  [
    'China: Spring Festival 2026, the Saturday before is worked',
    shipped('cn'),
    '2026-02-13T09:00Z',
    11,
    '2026-02-24T02:00Z',
  ],
  ['China: National Day 2026', shipped('cn'), '2026-09-30T09:00Z', 2, '2026-10-08T02:00Z'],
  [
    'China: the Saturday after National Day is worked',
    shipped('cn'),
    '2026-10-09T09:00Z',
    2,
    '2026-10-10T02:00Z',
  ],
  [
    'China 2027: Spring Festival by the lunar calendar, the day before it',
    shipped('cn'),
    '2027-02-04T09:00Z',
    2,
    '2027-02-09T02:00Z',
  ],
  ['Germany: over Good Friday and Easter Monday', shipped('de'), '2026-04-02T14:00Z', 2, '2026-04-07T08:00Z'],
  ['always', shipped('always'), '2026-02-17T00:00Z', 30, '2026-02-18T06:00Z'],
];

describe('service time', () => {
  it.each(rows)('%s', (...[, calendar, from, hours, due]) => {
    expect(iso(calendar.add(at(from), hours * HOUR))).toBe(due);
    expect(calendar.elapsed(at(from), at(due))).toBe(hours * HOUR);
  });

  it('is open from its first minute up to its last', () => {
    const office = time({});
    expect(
      ['08:59', '09:00', '17:59', '18:00'].map((clock) => office.isOpen(at(`2026-03-02T${clock}Z`))),
    ).toEqual([false, true, true, false]);
  });

  it('cuts its spans to what is asked', () => {
    expect(
      time({})
        .spans(at('2026-03-06T17:00Z'), at('2026-03-09T09:30Z'))
        .map(({ from, to }) => `${iso(from)} ${iso(to)}`),
    ).toEqual(['2026-03-06T17:00Z 2026-03-06T18:00Z', '2026-03-09T09:00Z 2026-03-09T09:30Z']);
  });

  it('that is open at all hours costs nothing', () => {
    expect(shipped('always').add).toBe(always.add);
  });

  it('a working day is the longest of the week', () => {
    expect(
      time({ hours: { 'mon-thu': ['09:00-12:00', '13:00-18:00'], fri: ['09:00-13:00'] } }).workingDayMs,
    ).toBe(8 * HOUR);
  });
});
