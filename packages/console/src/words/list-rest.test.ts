import { expect, it } from 'vitest';
import { listRestMs } from './list-rest.ts';

it.each([
  [0, 3000],
  [10, 5600],
  [50, 21_600],
  [500, 30_000],
])('a list of %d hosts rests %d ms', (hosts, restMs) => {
  expect(listRestMs(hosts)).toBe(restMs);
});
