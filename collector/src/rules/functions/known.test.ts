import { expect, it } from 'vitest';
import known from './known.ts';

it.each([
  [5, 0, 5],
  [0, 7, 0],
  [Number.NaN, 7, 7],
  [Number.NaN, Number.NaN, Number.NaN],
])('of %d and %d is %d', (value, other, expected) => {
  expect(known.apply(value, other)).toBe(expected);
});
