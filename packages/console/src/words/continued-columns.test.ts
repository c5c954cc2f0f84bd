import { expect, it } from 'vitest';
import { continuedColumns } from './continued-columns.ts';

const kept = {
  times: [0, 10, 20],
  lines: [
    [1, 2, 3],
    [4, null, 6],
  ],
};

it('goes on with what came since, and lets go of what is too old', () => {
  const since = {
    times: [10, 20, 30],
    lines: [
      [9, 9, 7],
      [9, 9, 8],
    ],
  };
  expect(continuedColumns(kept, since, 5)).toEqual({
    times: [10, 20, 30],
    lines: [
      [2, 3, 7],
      [null, 6, 8],
    ],
  });
});

it('is what it was where nothing came', () => {
  expect(continuedColumns(kept, { times: [], lines: [[], []] }, 0)).toEqual(kept);
});

it('has nothing left when all of it is too old', () => {
  expect(continuedColumns(kept, { times: [], lines: [] }, 99)).toEqual({ times: [], lines: [[], []] });
});
