import { expect, it } from 'vitest';
import { decideSlowDown } from './decide-slow-down.ts';

it.each([
  ['well stays well', 1, { waitedMs: 0, isFull: false }, { because: 'well', slowDown: 1 }],
  ['what waits long slows down', 1, { waitedMs: 1001, isFull: false }, { because: 'slow', slowDown: 1.5 }],
  ['and longer more', 1, { waitedMs: 2001, isFull: false }, { because: 'slow', slowDown: 2 }],
  ['so does a full inbox', 1.2, { waitedMs: 10, isFull: true }, { because: 'full', slowDown: 2.4 }],
  ['never beyond what rules bear', 2.9, { waitedMs: 9000, isFull: true }, { because: 'full', slowDown: 3 }],
  [
    'in between all stays as it is',
    2,
    { waitedMs: 700, isFull: false },
    { because: 'keeping-up', slowDown: 2 },
  ],
  [
    'what is quick goes back slowly',
    2,
    { waitedMs: 100, isFull: false },
    { because: 'well', slowDown: 1.86 },
  ],
  ['and in the end to all', 1.06, { waitedMs: 100, isFull: false }, { because: 'well', slowDown: 1 }],
] as const)('%s', (_name, before, load, decision) => {
  const slowDown: unknown = expect.closeTo(decision.slowDown, 5);
  expect(decideSlowDown(before, load)).toEqual({ ...decision, slowDown });
});
