import { expect, it } from 'vitest';
import { scheduleSchema, type ScheduleRecord } from './schedule-schema.ts';
import { scheduleOf } from './schedule.ts';

const zone = 'Europe/Berlin';

/** The next moments as the wall and the offset show them, from a moment on. */
function next(record: ScheduleRecord, from: string, count: number): string[] {
  const schedule = scheduleOf(scheduleSchema.parse(record));
  const found: string[] = [];
  let at: number | null = Date.parse(from);
  while (found.length < count && (at = schedule.after(at)) !== null)
    found.push(new Date(at).toISOString().slice(0, 16));
  return found;
}

/** What systemd-analyze calendar (252) and Debian's cron (3.0pl1) do in the nights in which clocks are set. */
it.each([
  [
    'systemd leaves out 02:30 of the gap',
    { onCalendar: '02:30', zone },
    '2026-03-28T23:30Z',
    ['2026-03-30T00:30', '2026-03-31T00:30'],
  ],
  [
    'systemd takes the first of two 02:30',
    { onCalendar: '02:30', zone },
    '2026-10-24T22:30Z',
    ['2026-10-25T00:30', '2026-10-26T01:30'],
  ],
  [
    'systemd leaves two hours between hourly runs',
    { onCalendar: 'hourly', zone },
    '2026-10-24T22:30Z',
    ['2026-10-24T23:00', '2026-10-25T00:00', '2026-10-25T02:00', '2026-10-25T03:00'],
  ],
  [
    'systemd has no hole in spring when hourly',
    { onCalendar: 'hourly', zone },
    '2026-03-28T23:30Z',
    ['2026-03-29T00:00', '2026-03-29T01:00', '2026-03-29T02:00'],
  ],
  [
    'systemd leaves 75 minutes between quarters',
    { onCalendar: '*:0/15', zone },
    '2026-10-25T00:30Z',
    ['2026-10-25T00:45', '2026-10-25T02:00', '2026-10-25T02:15'],
  ],
  [
    'a Sunday of the gap is left out by systemd: fourteen days',
    { onCalendar: 'Sun 02:30', zone },
    '2026-03-22T02:00Z',
    ['2026-04-05T00:30'],
  ],
  [
    'cron makes up for 02:30 of the gap at 03:00',
    { cron: '30 2 * * *', zone },
    '2026-03-28T12:00Z',
    ['2026-03-29T01:00', '2026-03-30T00:30'],
  ],
  [
    'cron runs a fixed time once',
    { cron: '30 2 * * *', zone },
    '2026-10-24T12:00Z',
    ['2026-10-25T00:30', '2026-10-26T01:30'],
  ],
  [
    'cron runs each hour that is, in autumn',
    { cron: '30 * * * *', zone },
    '2026-10-24T23:00Z',
    ['2026-10-24T23:30', '2026-10-25T00:30', '2026-10-25T01:30', '2026-10-25T02:30'],
  ],
  [
    'cron runs each hour that is, in spring',
    { cron: '30 * * * *', zone },
    '2026-03-28T23:40Z',
    ['2026-03-29T00:30', '2026-03-29T01:30', '2026-03-29T02:30'],
  ],
  [
    'cron runs each quarter that is',
    { cron: '*/15 * * * *', zone },
    '2026-10-25T00:30Z',
    [
      '2026-10-25T00:45',
      '2026-10-25T01:00',
      '2026-10-25T01:15',
      '2026-10-25T01:30',
      '2026-10-25T01:45',
      '2026-10-25T02:00',
    ],
  ],
  [
    'a rule goes by the wall, also over the gap',
    { rrule: 'FREQ=DAILY', start: '2026-01-01T02:30', zone },
    '2026-03-28T12:00Z',
    ['2026-03-29T01:00', '2026-03-30T00:30'],
  ],
  [
    'a rule that begins in the gap is not moved for good',
    { rrule: 'FREQ=WEEKLY;BYDAY=SU', start: '2026-03-29T02:30', zone },
    '2026-03-28T12:00Z',
    ['2026-03-29T01:00', '2026-04-05T00:30'],
  ],
  [
    'no leaps in China',
    { cron: '0 1 * * *', zone: 'Asia/Shanghai' },
    '2026-03-28T12:00Z',
    ['2026-03-28T17:00', '2026-03-29T17:00'],
  ],
  [
    'half an hour on Lord Howe',
    { cron: '45 * * * *', zone: 'Australia/Lord_Howe' },
    '2026-04-04T14:20Z',
    ['2026-04-04T14:45', '2026-04-04T15:15', '2026-04-04T16:15'],
  ],
] as const)('%s', (_, record, from, moments) => {
  expect(next(record, from, moments.length)).toEqual(moments);
});

it.each([
  ['@weekly', { cron: '@weekly', zone: 'UTC' }, ['2026-03-01T00:00']],
  [
    'day of month or weekday, when both are named',
    { cron: '0 0 13 * 5', zone: 'UTC' },
    ['2026-02-27T00:00', '2026-03-06T00:00', '2026-03-13T00:00'],
  ],
  [
    'day of month and weekday, when one has a star',
    { cron: '0 0 */2 * sun', zone: 'UTC' },
    ['2026-03-01T00:00', '2026-03-15T00:00'],
  ],
  [
    'names and spans',
    { cron: '0 22 * * mon-fri', zone: 'UTC' },
    ['2026-02-25T22:00', '2026-02-26T22:00', '2026-02-27T22:00', '2026-03-02T22:00'],
  ],
  ['Sunday is 0 and 7', { cron: '0 0 * * 7', zone: 'UTC' }, ['2026-03-01T00:00']],
  [
    'the last day of a month',
    { onCalendar: '*-*~01 23:00', zone: 'UTC' },
    ['2026-02-28T23:00', '2026-03-31T23:00'],
  ],
  ['weekdays, date and time', { onCalendar: 'Mon..Fri *-03-* 22:00:00', zone: 'UTC' }, ['2026-03-02T22:00']],
  ['a date without a time', { onCalendar: '2026-03-05', zone: 'UTC' }, ['2026-03-05T00:00']],
  ['monthly', { onCalendar: 'monthly', zone: 'UTC' }, ['2026-03-01T00:00', '2026-04-01T00:00']],
  ['a leap day', { cron: '0 0 29 2 *', zone: 'UTC' }, ['2028-02-29T00:00']],
  [
    'the last Friday',
    { rrule: 'FREQ=MONTHLY;BYDAY=-1FR', start: '2026-01-01T20:00', zone: 'UTC' },
    ['2026-02-27T20:00', '2026-03-27T20:00'],
  ],
  ['a period', { every: '6h' }, ['2026-02-25T18:00', '2026-02-26T00:00']],
] as const)('%s', (_, record, moments) => {
  expect(next(record, '2026-02-25T12:00Z', moments.length)).toEqual(moments);
});

it('a date that has passed comes no more', () => {
  expect(next({ onCalendar: '2026-01-05', zone: 'UTC' }, '2026-02-25T12:00Z', 1)).toEqual([]);
  expect(
    next({ rrule: 'FREQ=DAILY;COUNT=2', start: '2026-01-01T00:00', zone: 'UTC' }, '2026-02-25T12:00Z', 1),
  ).toEqual([]);
});

it.each([
  { cron: '30 2 * *', zone },
  { cron: '60 2 * * *', zone },
  { cron: '0 2 31-1 * *', zone },
  { cron: '0 2 */0 * *', zone },
  { cron: '0 2 L * *', zone },
  { cron: '0 2 * * *', zone: 'Europe/Bonn' },
  { onCalendar: '', zone },
  { onCalendar: '02:30:*', zone },
  { onCalendar: '*-*-* 02:30 Europe/Berlin', zone },
  { onCalendar: 'Foo 02:30', zone },
  { rrule: 'FREQ=HOURLY', start: '2026-01-01T00:00', zone },
  { rrule: 'FREQ=DAILY;BYDAYS=MO', start: '2026-01-01T00:00', zone },
  { rrule: 'FREQ=MONTHLY;BYMONTHDAY=0', start: '2026-01-01T00:00', zone },
  { rrule: 'FREQ=DAILY;COUNT=2;UNTIL=20270101T000000Z', start: '2026-01-01T00:00', zone },
  { rrule: 'FREQ=DAILY', start: 'tomorrow', zone },
  { every: '30s' },
  { every: '1d', zone },
])('refuses %o', (record) => {
  expect(scheduleSchema.safeParse(record).success).toBe(false);
});
