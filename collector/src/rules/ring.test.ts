import { describe, expect, it } from 'vitest';
import type { WindowSamples } from './function.ts';
import { createRing } from './ring.ts';

const S = 1000;

interface Row {
  name: string;
  /** Sample times, seconds; values count from 1. */
  times: number[];
  lengthSeconds: number | null;
  nowSeconds: number;
  /** Values inside the window; undefined = too little is known. */
  expected: number[] | undefined;
}

/** Values inside the window. */
const inside = (samples: WindowSamples | undefined) => samples?.values.slice(samples.from);

const every15 = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / 15) + 1 }, (_, i) => from + i * 15);

const rows: Row[] = [
  { name: 'nothing yet', times: [], lengthSeconds: 60, nowSeconds: 0, expected: undefined },
  { name: 'one sample is not a minute', times: [0], lengthSeconds: 60, nowSeconds: 0, expected: undefined },
  {
    name: 'the start is known from the sample before it',
    times: every15(0, 60),
    lengthSeconds: 60,
    nowSeconds: 60,
    expected: [2, 3, 4, 5],
  },
  {
    name: 'four fifths are enough',
    times: every15(0, 60),
    lengthSeconds: 75,
    nowSeconds: 60,
    expected: [1, 2, 3, 4, 5],
  },
  { name: 'less is not', times: every15(0, 45), lengthSeconds: 75, nowSeconds: 45, expected: undefined },
  {
    name: 'jitter does not blank a window',
    times: [0, 14.9, 30.2, 45, 59.8],
    lengthSeconds: 60,
    nowSeconds: 59.8,
    expected: [1, 2, 3, 4, 5],
  },
  {
    name: 'one sample after a long gap says nothing of the window',
    times: [...every15(0, 300), 4000],
    lengthSeconds: 300,
    nowSeconds: 4000,
    expected: undefined,
  },
  {
    name: 'after a gap it takes four fifths again',
    times: [0, 15, ...every15(4000, 4240)],
    lengthSeconds: 300,
    nowSeconds: 4240,
    expected: every15(4000, 4240).map((_, i) => i + 3),
  },
  {
    name: 'a gap in the middle counts as not known',
    times: [...every15(0, 105), ...every15(195, 300)],
    lengthSeconds: 300,
    nowSeconds: 300,
    expected: undefined,
  },
  {
    name: 'two lost samples are no gap',
    times: [...every15(0, 105), ...every15(150, 300)],
    lengthSeconds: 300,
    nowSeconds: 300,
    expected: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
  },
  {
    name: 'a series that has stopped is not known any more',
    times: every15(0, 300),
    lengthSeconds: 300,
    nowSeconds: 375,
    expected: undefined,
  },
  { name: 'the last two', times: every15(0, 300), lengthSeconds: null, nowSeconds: 300, expected: [20, 21] },
  { name: 'the last two are not one', times: [0], lengthSeconds: null, nowSeconds: 0, expected: undefined },
  {
    name: 'the last two, also after a gap',
    times: [0, 900],
    lengthSeconds: null,
    nowSeconds: 900,
    expected: [1, 2],
  },
  {
    name: 'not after a quarter of an hour: memory reaches no further',
    times: [0, 901],
    lengthSeconds: null,
    nowSeconds: 901,
    expected: undefined,
  },
  {
    name: 'the last two of a series that has stopped',
    times: [0, 15],
    lengthSeconds: null,
    nowSeconds: 61,
    expected: undefined,
  },
  {
    name: 'what is not newer says that a clock was set back: what lies ahead is forgotten',
    times: [0, 15, 15, 10, 30],
    lengthSeconds: null,
    nowSeconds: 30,
    expected: [4, 5],
  },
];

describe('ring', () => {
  it.each(rows)('$name', ({ times, lengthSeconds, nowSeconds, expected }) => {
    const ring = createRing();
    ring.reach((lengthSeconds ?? 0) * S);
    times.forEach((time, i) => ring.add(time * S, i + 1));
    const lengthMs = lengthSeconds === null ? null : lengthSeconds * S;
    expect(inside(ring.samples({ lengthMs, intervalMs: 15 * S }, nowSeconds * S))).toEqual(expected);
  });

  it('keeps no more than its longest window needs, however long it runs', () => {
    const ring = createRing();
    ring.reach(300 * S);
    for (let at = 0; at < 100_000; at += 15) ring.add(at * S, at);
    const last = 99_990 * S;
    expect(inside(ring.samples({ lengthMs: 300 * S, intervalMs: 15 * S }, last))).toHaveLength(20);
    expect(ring.samples({ lengthMs: 1200 * S, intervalMs: 15 * S }, last)).toBeUndefined();
  });

  it('reaches further when a longer window comes', () => {
    const ring = createRing();
    ring.reach(60 * S);
    ring.reach(300 * S);
    ring.reach(60 * S);
    for (const at of every15(0, 3000)) ring.add(at * S, at);
    expect(inside(ring.samples({ lengthMs: 300 * S, intervalMs: 15 * S }, 3000 * S))).toHaveLength(20);
  });
});

it('forgets what lies ahead when a clock was set back, by little or by much', () => {
  const ring = createRing();
  ring.reach(60 * S);
  for (const at of [0, 15, 30, 45, 60, 50]) ring.add(at * S, at);
  expect(inside(ring.samples({ lengthMs: 60 * S, intervalMs: 15 * S }, 50 * S))).toEqual([0, 15, 30, 45, 50]);
  ring.add(7200 * S, 1);
  for (const at of [75, 90, 105, 120, 135]) ring.add(at * S, at);
  expect(inside(ring.samples({ lengthMs: 60 * S, intervalMs: 15 * S }, 135 * S))).toEqual([
    90, 105, 120, 135,
  ]);
});
