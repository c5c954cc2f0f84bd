import { expect, it } from 'vitest';
import { offeredSwap } from './offered-swap.ts';

const turn = (day: number, ...people: string[]) => ({
  from: `2026-03-${String(day).padStart(2, '0')}T01:00:00.000Z`,
  to: `2026-03-${String(day + 1).padStart(2, '0')}T01:00:00.000Z`,
  people,
});
const turns = [turn(1, 'lin'), turn(2, 'zhao'), turn(3, 'lin', 'zhao'), turn(4, 'lin'), turn(5, 'zhao')];
const now = Date.parse('2026-03-01T09:00:00.000Z');
const bounds = (day: number) => ({ from: turn(day).from, to: turn(day).to });

it.each([
  ['their next turn for the next after it', 'lin', 'zhao', { given: bounds(4), back: bounds(5) }],
  ['a turn that nothing can be had for', 'zhao', 'wang', { given: bounds(2), back: undefined }],
  ['of who is not on the rota nothing', 'wang', 'lin', { given: undefined, back: undefined }],
])('offers %s', (_, person, other, expected) => {
  expect(offeredSwap(turns, { person, other, now })).toEqual(expected);
});
