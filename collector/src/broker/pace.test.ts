import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

/** Packets of so many bytes that are taken within `ms`, asked for each millisecond. */
function takenIn(ms: number, bytes: number): number {
  const pace = createPace(0);
  let taken = 0;
  for (let now = 0; now <= ms; now++)
    while (!pace.isSpent(now)) {
      pace.spend(bytes);
      taken++;
    }
  return taken;
}

it.each([
  ['pings', 2, 1000, 1000],
  ['readings of a hundred series', 1000, 672, 672],
  ['the longest messages', 262_144, 7.75, 8],
])('%s: so many a second, and so many at once', (_name, bytes, perSecond, atOnce) => {
  const first = takenIn(0, bytes);
  expect(first).toBeGreaterThanOrEqual(atOnce * 0.97);
  expect(first).toBeLessThanOrEqual(atOnce * 1.03 + 1);
  const later = (takenIn(20_000, bytes) - first) / 20;
  expect(later).toBeGreaterThanOrEqual(perSecond * 0.97);
  expect(later).toBeLessThanOrEqual(perSecond * 1.03 + 1);
});

it('who says little saves up no more than a burst', () => {
  const pace = createPace(0);
  pace.isSpent(3_600_000);
  for (let i = 0; i < 1000; i++) pace.spend(0);
  expect(pace.isSpent(3_600_000)).toBe(true);
  expect(pace.isSpent(3_600_001)).toBe(false);
});
