import { expect, it } from 'vitest';
import { rateUnit, ratesOf } from './rate.ts';

it.each([
  ['steady growth', [0, 10, 20], [100, 150, 250], [null, 5, 10]],
  ['a counter that began anew', [0, 10, 20], [100, 10, 30], [null, null, 2]],
  ['a gap', [0, 10, 20, 30], [100, null, 300, 310], [null, null, null, 1]],
  ['uneven steps', [0, 5, 65], [0, 5, 65], [null, 1, 1]],
  ['two points at one time', [10, 10], [1, 2], [null, null]],
  ['nothing', [], [], []],
] as const)('%s', (_name, times, values, rates) => {
  expect(ratesOf(times, values)).toEqual(rates);
});

it.each([
  ['bytes', 'bytes/s'],
  ['count', 'count/s'],
  ['percent', 'none'],
])('growth of %s is in %s', (unit, rate) => {
  expect(rateUnit(unit)).toBe(rate);
});
