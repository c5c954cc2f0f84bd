import { describe, expect, it } from 'vitest';
import { calendarSchema } from './calendar-schema.ts';
import { importHolidayCn } from './import-holiday-cn.ts';
import { importIcs } from './import-ics.ts';
import { mergeDays } from './merge-days.ts';
import { serviceTime } from './service-time.ts';
import { shippedCalendars } from './shipped/calendars.ts';

const cn = calendarSchema.parse(shippedCalendars['cn']);
const day = (name: string, date: string, isOffDay = true) => ({ name, date, isOffDay });
/** A year as it could be announced. */
const invented = {
  year: 2027,
  papers: ['http://example.org'],
  days: [
    day('元旦', '2027-01-01'),
    day('春节', '2027-02-05'),
    day('春节', '2027-02-06'),
    day('春节', '2027-02-07'),
    day('春节', '2027-02-20', false),
  ],
};

describe('import of holiday-cn', () => {
  it('adds a year to what is known: nothing of it is provisional any more', () => {
    const calendar = calendarSchema.parse(mergeDays(cn, importHolidayCn(invented)));
    expect(calendar).toMatchObject({
      days: 'cn@1',
      off: [
        { date: '2027-01-01', name: '元旦' },
        { date: '2027-02-05', to: '2027-02-07', name: '春节' },
      ],
      makeUp: [{ date: '2027-02-20', name: '春节' }],
      coverage: { from: '2024-01-01', until: '2027-12-31' },
    });
    const time = serviceTime(calendar);
    expect(
      ['2027-02-08', '2027-02-20', '2026-02-14', '2027-02-05'].map((date) =>
        time.dayAt(Date.parse(`${date}T12:00+08:00`)),
      ),
    ).toMatchObject([
      { kind: 'weekday', isProvisional: false, spans: [{}] },
      { kind: 'make-up', isProvisional: false, spans: [{}] },
      { kind: 'make-up', isProvisional: false },
      { kind: 'off', spans: [] },
    ]);
  });

  it('imported twice it is there once, and a corrected year goes before', () => {
    const once = mergeDays(cn, importHolidayCn(invented));
    expect(mergeDays(once, importHolidayCn(invented))).toEqual(once);
    const corrected = { ...invented, days: invented.days.slice(0, 1) };
    expect(mergeDays(once, importHolidayCn(corrected)).off).toEqual([{ date: '2027-01-01', name: '元旦' }]);
  });

  it.each([
    [
      'a year that is not announced',
      { year: 2027, papers: [], days: [] },
      /2027 has no days in it: it has not been announced yet/,
    ],
    ['something else', { a: 1 }, /it is not a year of holiday-cn/],
    ['a date that is none', { year: 2027, days: [day('x', '2027-02-30')] }, /it is not a year of holiday-cn/],
  ])('refuses %s', (_, value, sentence) => {
    expect(() => importHolidayCn(value)).toThrow(sentence);
  });

  it('refuses a year after one that is missing', () => {
    const later = { ...invented, year: 2028, days: [day('元旦', '2028-01-01')] };
    expect(() => mergeDays(cn, importHolidayCn(later))).toThrow(
      /between 2026-12-31 and 2028-01-01 would be unknown/,
    );
  });
});

const ics = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');

describe('import of iCalendar', () => {
  it('takes days off, also several, and days that make up, by their words', () => {
    const text = ics(
      event('DTSTART;VALUE=DATE:20270205', 'DTEND;VALUE=DATE:20270212', 'SUMMARY;LANGUAGE=zh_CN:春节（休）'),
      event('DTSTART;VALUE=DATE:20270220', 'SUMMARY:春节 补班'),
      event('DTSTART:20270101T000000', 'DTEND:20270102T000000', 'SUMMARY:New Year\\, the first', ' day'),
    );
    expect(importIcs(text)).toEqual({
      off: [
        { date: '2027-01-01', name: 'New Year, the firstday' },
        { date: '2027-02-05', to: '2027-02-11', name: '春节（休）' },
      ],
      makeUp: [{ date: '2027-02-20', name: '春节 补班' }],
    });
  });

  it.each([
    ['no calendar', 'hello', /does not begin with BEGIN:VCALENDAR/],
    ['nothing in it', ics(), /no event of whole days/],
    [
      'a rule',
      ics(event('DTSTART;VALUE=DATE:20270101', 'RRULE:FREQ=YEARLY', 'SUMMARY:New Year')),
      /"New Year" repeats by a rule/,
    ],
    ['no day', ics(event('SUMMARY:x')), /"x" begins on no day/],
    ['a day that is none', ics(event('DTSTART:20270230', 'SUMMARY:x')), /"x" begins on no day/],
  ])('refuses %s', (_, text, sentence) => {
    expect(() => importIcs(text)).toThrow(sentence);
  });

  it('does not widen what is known for sure', () => {
    const merged = mergeDays(cn, importIcs(ics(event('DTSTART;VALUE=DATE:20270301', 'SUMMARY:Company day'))));
    expect(merged.coverage).toBeUndefined();
    expect(serviceTime(merged).dayAt(Date.parse('2027-03-01T12:00+08:00'))).toMatchObject({
      kind: 'off',
      isProvisional: true,
    });
  });
});
