import { expect, it } from 'vitest';
import { dayStart } from './day-start.ts';

it.each([
  ['2026-03-02T08:00:00Z', 'Asia/Shanghai', '2026-03-01T16:00:00.000Z'],
  ['2026-03-01T16:00:00Z', 'Asia/Shanghai', '2026-03-01T16:00:00.000Z'],
  ['2026-03-01T15:59:59Z', 'Asia/Shanghai', '2026-02-28T16:00:00.000Z'],
  // A day of 23 hours, and one of 25.
  ['2026-03-29T21:59:59Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25T22:59:59Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  // Midnight is left out.
  ['2026-09-06T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ['2026-01-01T00:00:00Z', 'UTC', '2026-01-01T00:00:00.000Z'],
])('the day of %s in %s began at %s', (at, zone, began) => {
  expect(new Date(dayStart(Date.parse(at), zone)).toISOString()).toBe(began);
});
