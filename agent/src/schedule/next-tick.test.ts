import { describe, expect, it } from 'vitest';
import { tickOffset, untilNextTick } from './next-tick.ts';

const TICK = 66_667 * 15_000;
const cases = [
  { name: 'on the way', now: TICK + 4000, left: 11_000 },
  { name: 'right at a tick', now: TICK, left: 15_000 },
  { name: 'for a timer that fired a millisecond early', now: TICK - 1, left: 15_001 },
  { name: 'for one that is late by half an interval', now: TICK + 7500, left: 7500 },
];

describe('the next tick', () => {
  it.each(cases)('$name', ({ now, left }) => {
    expect(untilNextTick(now, 15_000, 0)).toBe(left);
  });

  it('never drifts: a year of late timers stays on the grid', () => {
    let now = 1_700_000_000_123;
    for (let tick = 0; tick < 10_000; tick++) {
      now += untilNextTick(now, 15_000, 4321);
      expect((now - 4321) % 15_000).toBe(0);
      now += tick % 40;
    }
  });

  it('is never further than one and a quarter intervals, however the clock is set', () => {
    for (const now of [0, 1, 999_999_999_999_999, -5_000_000, 1_700_000_000_000.5])
      expect(untilNextTick(now, 60_000, 59_999)).toBeLessThanOrEqual(75_000);
  });
});

describe('places within the interval', () => {
  it('are spread over hosts and stay the same', () => {
    const places = Array.from({ length: 1000 }, (_, i) => tickOffset(`acme/host-${i}`, 15_000));
    const thirds = [0, 1, 2].map((third) => places.filter((at) => Math.floor(at / 5000) === third).length);
    for (const count of thirds) expect(count).toBeGreaterThan(250);
    expect(tickOffset('acme/host-7', 15_000)).toBe(places[7]);
  });
});
