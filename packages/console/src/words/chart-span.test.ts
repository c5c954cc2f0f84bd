import { expect, it } from 'vitest';
import { chartSpan } from './chart-span.ts';

it.each([
  ['one point lies in the middle of ten minutes', [1000], [700, 1300]],
  ['a few do, too', [1000, 1050, 1100], [750, 1350]],
  ['more than ten minutes are shown as they are', [1000, 5000], [1000, 5000]],
] as const)('%s', (_name, times, span) => {
  expect(chartSpan(times)).toEqual(span);
});
