import { expect, it } from 'vitest';
import { decideSlowDown, type Load, type Regulation, WELL } from './decide-slow-down.ts';

const demand = { tellable: 2500, fixed: 0 };
const CALM: Load = { waitedMs: 10, isFull: false, taken: 900, passedMs: 500 };
const BUSY: Load = { waitedMs: 900, isFull: false, taken: 1000, passedMs: 500 };

/** One look after another. */
function looks(loads: readonly Load[], of = demand, from: Regulation = WELL): Regulation {
  return loads.reduce((before, load) => decideSlowDown(before, load, () => of), from);
}

it('asks nothing of anybody while hardly anything waits, nor for one pause, nor for what is going already', () => {
  expect(looks([CALM, CALM])).toMatchObject({ because: 'well', slowDown: 1, capacity: null });
  expect(looks([CALM, { ...BUSY, waitedMs: 3000 }])).toMatchObject({ because: 'keeping-up', slowDown: 1 });
  expect(looks([{ ...BUSY, waitedMs: 950 }, BUSY])).toMatchObject({ because: 'keeping-up', slowDown: 1 });
});

it('asks, as soon as it is known what can be taken, for what leaves room for what waits', () => {
  // 0.97 of it, but a tenth for each second that waits: 880 of 2500.
  const asked = looks([{ ...BUSY, waitedMs: 500 }, BUSY]);
  expect(asked).toMatchObject({ because: 'too-much', capacity: 1000 });
  expect(asked.slowDown).toBeCloseTo(2500 / 880, 5);
  expect(looks([BUSY, { ...BUSY, waitedMs: 4000 }]).slowDown).toBe(3);
});

it('takes no pause for all that can be taken: of the first two looks the better one counts', () => {
  const paused = { waitedMs: 2000, isFull: false, taken: 100, passedMs: 1800 };
  const few = { tellable: 160, fixed: 0 };
  expect(looks([BUSY, paused], few)).toMatchObject({ because: 'well', slowDown: 1, capacity: 1000 });
  expect(looks([paused, BUSY], few)).toMatchObject({ slowDown: 1, capacity: 1000 });
});

it('lets those who cannot be asked send what they send, and asks the others for the rest', () => {
  const waits = [{ ...BUSY, waitedMs: 500 }, BUSY];
  expect(looks(waits, { tellable: 1000, fixed: 400 }).slowDown).toBeCloseTo(1000 / 480, 5);
  expect(looks(waits, { tellable: 100, fixed: 2000 }).slowDown).toBe(3);
});

it('asks nobody who is not what is too much: all that hosts send live is less than can be taken', () => {
  const few = { tellable: 100, fixed: 20 };
  expect(looks([BUSY, { ...BUSY, waitedMs: 5000 }], few)).toMatchObject({ because: 'well', slowDown: 1 });
});

it('asks when as many wait as may, whatever they have waited', () => {
  const full = { ...BUSY, isFull: true, waitedMs: 0, taken: 0 };
  expect(looks([full, full])).toMatchObject({ because: 'too-much', slowDown: 3 });
});

it('averages what can be taken over some seconds', () => {
  const first = looks([{ ...BUSY, waitedMs: 500 }, BUSY]);
  const next = looks([{ ...BUSY, taken: 4000 }], demand, first);
  expect(next.capacity).toBeCloseTo(4000 - 3000 * Math.exp(-500 / 3000), 5);
});

it('tries out, while nothing waits, whether more can be taken, each time by more; and is back when hosts send less', () => {
  let now = looks([{ ...BUSY, waitedMs: 500 }, BUSY]);
  const asked: number[] = [];
  for (let look = 0; look < 120; look++) {
    now = decideSlowDown(now, { ...CALM, taken: 2500 / now.slowDown }, () => demand);
    asked.push(now.slowDown);
  }
  expect(asked.slice(0, 3).every((one) => one > 2)).toBe(true);
  expect(asked.every((one, at) => one <= (asked[at - 1] ?? 3))).toBe(true);
  expect(asked.at(-1)).toBe(1);
  const before = looks([{ ...BUSY, waitedMs: 500 }, BUSY]);
  expect(looks([CALM], { tellable: 40, fixed: 0 }, before)).toMatchObject({ because: 'well', slowDown: 1 });
});

it('leaves a word as it is that is hardly wrong: to tell a fleet is work, too', () => {
  const before = { ...looks([{ ...BUSY, waitedMs: 500 }, BUSY]), slowDown: 2.7 };
  expect(looks([BUSY], demand, before).slowDown).toBe(2.7);
  expect(looks([{ ...BUSY, waitedMs: 2000 }], demand, before).slowDown).toBe(3);
});
