import { expect, it } from 'vitest';
import { type KnownSizes, learnSize, percentOfUsual } from './usual-size.ts';

const DAY = 86_400_000;

/** Takes in one backup after another, `perDay` a day, and tells of each what it has of its usual size. */
function told(sizes: readonly number[], perDay = 1): (number | null)[] {
  let known: KnownSizes | undefined;
  return sizes.map((bytes, index) => {
    const now = (index * DAY) / perDay;
    const backup = [String(index), bytes] as const;
    known = learnSize(known, backup, now);
    return percentOfUsual(known, backup, now);
  });
}

const last = (sizes: readonly number[], perDay?: number) => told(sizes, perDay).at(-1);

it.each([
  { name: 'the first ones say nothing', sizes: [100, 100, 100, 5], percent: null },
  { name: 'as large as ever', sizes: [100, 100, 101, 99, 100], percent: 100 },
  { name: 'half a copy', sizes: [100, 100, 100, 100, 40], percent: 40 },
  { name: 'half a copy again', sizes: [100, 100, 100, 100, 40, 100, 40], percent: 40 },
  {
    name: 'smaller for good: usual after it has come twice',
    sizes: [100, 100, 100, 100, 40, 40, 40],
    percent: 100,
  },
  { name: 'growing', sizes: [100, 110, 120, 130, 140], percent: 127 },
  { name: 'a full one each week', sizes: [900, 10, 10, 10, 10, 10, 10, 900, 10], percent: 100 },
  { name: 'empty ones', sizes: [0, 0, 0, 0, 0], percent: null },
])('$name', ({ sizes, percent }) => {
  const is = last(sizes);
  expect(is === null || is === undefined ? is : Math.round(is)).toBe(percent);
});

it('waits for three days: a small database dumped after four large ones is no half copy', () => {
  const night = [500, 400, 300, 200, 2];
  const nights = [...night, ...night, ...night, ...night];
  const alarms = told(nights, 5).filter((percent) => percent !== null && percent < 50);
  expect(alarms).toEqual([]);
  expect(last([...nights, 500, 400, 300, 200, 1], 5)).toBe(50);
});

it('takes each backup in once, and remembers thirty', () => {
  let known = learnSize(undefined, ['a', 1], 0);
  expect(learnSize(known, ['a', 1], DAY)).toBe(known);
  for (let number = 0; number < 100; number++) known = learnSize(known, [`${number}`, number], DAY);
  expect([known.seen.length, known.seen.at(-1), known.since]).toEqual([30, ['99', 99], 0]);
});
