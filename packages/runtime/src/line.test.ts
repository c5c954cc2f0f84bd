import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createLine } from './line.ts';

it('lets in what comes slowly at once, and the rest at its pace, in order', async () => {
  const clock = new ManualClock();
  const line = createLine({ perSecond: 100, patienceMs: 10_000 }, clock);
  const entered: number[] = [];
  for (let i = 0; i < 300; i++) expect(line.join(() => entered.push(i))).toBe(true);
  expect(entered).toHaveLength(10);
  await clock.advance(1000);
  expect(entered.length).toBeGreaterThanOrEqual(108);
  expect(entered.length).toBeLessThanOrEqual(111);
  await clock.advance(2000);
  expect(entered).toEqual(Array.from({ length: 300 }, (_, i) => i));
  expect(line.waiting()).toBe(0);
});

it('takes nobody who would wait too long', () => {
  const line = createLine({ perSecond: 10, patienceMs: 2000 }, new ManualClock());
  const joined = Array.from({ length: 30 }, () => line.join(() => undefined));
  expect(joined.filter(Boolean)).toHaveLength(21);
});
