import { expect, it } from 'vitest';
import { newestOf } from './newest.ts';

const HOUR = 3_600_000;
const now = Date.UTC(2026, 2, 2, 8);

it.each([
  { name: 'none', hoursAgo: [], found: { backup: null, count: 0 } },
  { name: 'one', hoursAgo: [2], found: { backup: now - 2 * HOUR, ageSeconds: 7200, count: 1 } },
  {
    name: 'any order',
    hoursAgo: [50, 3, 26],
    found: { backup: now - 3 * HOUR, ageSeconds: 10_800, count: 3 },
  },
  {
    name: 'a clock a little ahead',
    hoursAgo: [-0.5],
    found: { backup: now + HOUR / 2, ageSeconds: 0, count: 1 },
  },
  {
    name: 'one from the future among others',
    hoursAgo: [-9000, 30],
    found: { backup: now - 30 * HOUR, ageSeconds: 108_000, count: 1 },
  },
])('$name', ({ hoursAgo, found }) => {
  const times = hoursAgo.map((hours) => now - hours * HOUR);
  expect(newestOf(times, { madeAt: (time) => time, now, location: '/srv' })).toEqual(found);
});

it('does not say that there is none where all are from the future: the clock of this machine may be wrong', () => {
  const times = [now + 2 * HOUR, now + 9000 * HOUR];
  const choose = () => newestOf(times, { madeAt: (time) => time, now, location: '/srv' });
  expect(choose).toThrow(
    "BACKUP_FROM_FUTURE /srv: every backup here, 2 in all, is later than this machine's clock: the oldest is from 2026-03-02 10:00:00, the clock says 2026-03-02 08:00:00",
  );
});
