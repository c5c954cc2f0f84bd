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
  { name: 'only one from the future', hoursAgo: [-9000], found: { backup: null, count: 0 } },
])('$name', ({ hoursAgo, found }) => {
  const times = hoursAgo.map((hours) => now - hours * HOUR);
  expect(newestOf(times, (time) => time, now)).toEqual(found);
});
