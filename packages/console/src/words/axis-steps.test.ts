import { expect, it } from 'vitest';
import { axisSteps } from './axis-steps.ts';
import { quantityText } from './quantity.ts';

/** A tall chart has no more marks than these. */
const MARKS = 12;

it.each(['seconds', 'milliseconds', 'nanoseconds'])(
  'marks of an axis of %s are round in their unit',
  (unit) => {
    const perSecond = { seconds: 1, milliseconds: 1000, nanoseconds: 1e9 }[unit] ?? 1;
    const [least, most] = [0.001 * perSecond, 30 * 86_400 * perSecond];
    const steps = axisSteps(unit).filter((step) => step >= least && step <= most);
    expect(steps.length).toBeGreaterThan(25);
    for (const step of steps)
      for (let mark = 1; mark <= MARKS; mark++)
        expect(quantityText(mark * step, unit), `${step} ${mark}`).toMatch(/^[\d,]+(?:(?:\.5)? |\.\d s)/);
  },
);

it.each([
  ['seconds', 2.78 * 3600, '4 h'],
  ['seconds', 41.7 * 3600, '2 d'],
  ['milliseconds', 83.3 * 60_000, '2 h'],
  ['bytes', 5e9, '8 GiB'],
  ['bytes/s', 3000, '4 KiB/s'],
  ['percent', 12, '20%'],
])('of %s, the first step that is %d or more is %s', (unit, wanted, said) => {
  expect(quantityText(axisSteps(unit).find((step) => step >= wanted) ?? 0, unit)).toBe(said);
});

it.each(['seconds', 'milliseconds', 'nanoseconds', 'bytes', 'percent'])('steps of %s only grow', (unit) => {
  const steps = axisSteps(unit);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(new Set(steps).size).toBe(steps.length);
});
