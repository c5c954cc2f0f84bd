import { expect, it } from 'vitest';
import { joinedColumns } from './joined-columns.ts';

it('puts lines that were measured at other seconds over one axis', () => {
  const a = { times: [0, 10, 20], lines: [[1, 2, 3]] };
  const b = {
    times: [4, 14],
    lines: [
      [7, 8],
      [null, 9],
    ],
  };
  expect(joinedColumns([a, b], 10)).toEqual({
    times: [0, 4, 10, 14, 20],
    lines: [
      [1, 1, 2, 2, 3],
      [null, 7, 7, 8, 8],
      [null, null, null, 9, 9],
    ],
  });
});

it('leaves a gap where there is one', () => {
  const a = { times: [0, 60], lines: [[1, 2]] };
  const b = { times: [0, 10, 20, 30, 40, 50, 60], lines: [[5, 5, 5, 5, 5, 5, 5]] };
  expect(joinedColumns([a, b], 15).lines[0]).toEqual([1, 1, null, null, null, null, 2]);
});

it('is the same for one alone', () => {
  const a = { times: [0, 10], lines: [[1, null]] };
  expect(joinedColumns([a], 5)).toEqual(a);
});
