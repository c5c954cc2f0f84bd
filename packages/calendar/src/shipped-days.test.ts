import { describe, expect, it } from 'vitest';
import { type Calendar, calendarSchema } from './calendar-schema.ts';
import { formatCivilDay, parseCivilDay } from './civil-day.ts';
import { planDays } from './day-plan.ts';
import { decideCoverage } from './decide-coverage.ts';
import { serviceTime } from './service-time.ts';
import { shippedCalendars } from './shipped/calendars.ts';

const cn = calendarSchema.parse(shippedCalendars['cn']);
const de = calendarSchema.parse(shippedCalendars['de']);

/** Dates of a year, with the working weekdays that are free, and the weekend days that are worked. */
function oddDays(calendar: Calendar, year: number) {
  const plan = planDays(calendar);
  const free: string[] = [];
  const worked: string[] = [];
  for (let day = parseCivilDay(`${year}-01-01`) ?? 0; formatCivilDay(day).startsWith(String(year)); day++) {
    const isWeekend = (day + 3) % 7 > 4;
    const { spans } = plan.of(day);
    if (!isWeekend && spans.length === 0) free.push(formatCivilDay(day).slice(5));
    if (isWeekend && spans.length > 0) worked.push(formatCivilDay(day).slice(5));
  }
  return { free: free.join(' '), worked: worked.join(' ') };
}

/** Working days of a year that are free, and weekend days that are worked, as the State Council announced them. */
const announced: [year: number, free: string, worked: string][] = [
  [
    2024,
    '01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03 10-04 10-07',
    '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
  ],
  [
    2025,
    '01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08',
    '01-26 02-08 04-27 09-28 10-11',
  ],
  [
    2026,
    '01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07',
    '01-04 02-14 02-28 05-09 09-20 10-10',
  ],
];

describe('days that come with Watchcase', () => {
  it.each(announced)('mainland China %i', (year, free, worked) => {
    expect(oddDays(cn, year)).toEqual({ free, worked });
  });

  it('mainland China 2027 has the days of the law, and says that they are provisional', () => {
    expect(oddDays(cn, 2027)).toEqual({ free: '01-01 02-05 02-08 04-05 06-09 09-15 10-01', worked: '' });
    const plan = planDays(cn);
    expect([
      plan.of(parseCivilDay('2026-12-31') ?? 0),
      plan.of(parseCivilDay('2027-01-01') ?? 0),
    ]).toMatchObject([
      { kind: 'weekday', isProvisional: false },
      { kind: 'off', name: '元旦', isProvisional: true },
    ]);
  });

  it.each([
    [2027, '2027-02-06'],
    [2028, '2028-01-26'],
    [2029, '2029-02-13'],
    [2030, '2030-02-03'],
  ])('Spring Festival %i is on the published date', (year, date) => {
    const plan = planDays({ ...cn, days: undefined, fixed: [{ on: 'lunar 01-01', name: 'it' }] });
    const first = parseCivilDay(`${year}-01-01`) ?? 0;
    const found = Array.from({ length: 60 }, (_, i) => first + i).filter((day) => plan.of(day).name === 'it');
    expect(found.map(formatCivilDay)).toEqual([date]);
  });

  it('the last day of a lunar year is in the next of ours', () => {
    const plan = planDays({ ...cn, days: undefined, fixed: [{ on: 'lunar 12-29', name: 'it' }] });
    expect(plan.of(parseCivilDay('2027-02-05') ?? 0).name).toBe('it');
  });

  it.each([
    [2026, '01-01 04-03 04-06 05-01 05-14 05-25 12-25'],
    [2027, '01-01 03-26 03-29 05-06 05-17'],
    [2038, '01-01 04-23 04-26 06-03 06-14'],
  ])('Germany %i', (year, free) => {
    expect(oddDays(de, year).free).toBe(free);
  });

  it.each([
    ['always', '2026-11-27', 'sure-for-ever'],
    ['de', '2099-11-27', 'sure-for-ever'],
    // The notice for the next year is usually out by then.
    ['cn', '2026-11-14', 'known-long-enough'],
    ['cn', '2026-11-15', 'ends-soon'],
    ['cn', '2026-11-27', 'ends-soon'],
    ['cn', '2027-01-01', 'has-ended'],
  ])('coverage of %s on %s: %s', (id, date, because) => {
    const time = serviceTime(calendarSchema.parse(shippedCalendars[id]));
    expect(decideCoverage(time, Date.parse(`${date}T00:00+08:00`)).because).toBe(because);
  });

  it.each([
    ['2027-12-01', 'known-long-enough'],
    ['2027-12-02', 'ends-soon'],
  ])('a calendar that says nothing else is told of 30 days before it ends: %s', (date, because) => {
    const own = { id: 'own', zone: 'Asia/Shanghai', hours: { 'mon-fri': ['09:00-18:00'] } };
    const time = serviceTime(calendarSchema.parse({ ...own, coverage: { until: '2027-12-31' } }));
    expect(decideCoverage(time, Date.parse(`${date}T00:00+08:00`)).because).toBe(because);
  });
});
