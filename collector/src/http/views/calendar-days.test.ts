import { shippedCalendars } from '@watchcase/calendar';
import { expect, it } from 'vitest';
import { calendarDays } from './calendar-days.ts';

it('a year of a calendar has its holidays as runs, and the days that make up for them', () => {
  const { week, makeUp, knownUntil, toldFrom, days } = calendarDays(shippedCalendars['cn'] ?? {}, 2026);
  const open = ['09:00-18:00'];
  expect(week).toEqual([open, open, open, open, open, [], []]);
  expect([makeUp, knownUntil, toldFrom]).toEqual([open, '2026-12-31', '2026-11-15']);
  const spring = {
    from: '2026-02-15',
    to: '2026-02-23',
    kind: 'off',
    name: '春节',
    hours: [],
    isProvisional: false,
  };
  const before = { ...spring, from: '2026-02-14', to: '2026-02-14', kind: 'make-up', hours: open };
  expect(days).toContainEqual(spring);
  expect(days).toContainEqual(before);
});

it('past what was announced only what the law fixes is there, and it can change', () => {
  const { days } = calendarDays(shippedCalendars['cn'] ?? {}, 2027);
  expect(days[0]).toMatchObject({ from: '2027-01-01', to: '2027-01-01', isProvisional: true });
  expect(days.every(({ kind, isProvisional }) => kind === 'off' && isProvisional)).toBe(true);
});

it('hours of its own on a day go before those of such days, and two spans stay two', () => {
  const hours = { mon: ['08:00-12:00', '13:00-24:00'] };
  const makeUp = [{ date: '2026-03-07', hours: ['10:00-11:30'] }];
  const said = calendarDays({ id: 'own', zone: 'UTC', hours, makeUp }, 2026);
  expect([said.week[0], said.makeUp, said.knownUntil]).toEqual([hours.mon, null, null]);
  expect(said.days).toMatchObject([
    { from: '2026-03-07', kind: 'make-up', hours: ['10:00-11:30'], name: null },
  ]);
});
