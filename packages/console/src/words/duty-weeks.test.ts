import { expect, it } from 'vitest';
import { dutyWeeks, weekBegin } from './duty-weeks.ts';

const MONDAY = new Date(2026, 1, 2).getTime();
const iso = (day: number, hour = 0) => new Date(2026, 1, day, hour).toISOString();

it('a week begins on Monday, on any of its days', () => {
  expect(weekBegin(MONDAY)).toBe(MONDAY);
  expect(weekBegin(new Date(2026, 1, 8, 23, 59).getTime())).toBe(MONDAY);
  expect(weekBegin(MONDAY, -1)).toBe(new Date(2026, 0, 26).getTime());
});

it('spans are cut to the weeks they lie in', () => {
  const turn = { from: iso(6, 12), to: iso(10) };
  const gap = { from: iso(10), to: iso(11) };
  const [first, second, third] = dutyWeeks(MONDAY, 3, { spans: [turn], gaps: [gap] });
  expect(first?.spans).toEqual([{ left: 64.29, width: 35.71, span: turn }]);
  expect(second?.spans).toEqual([{ left: 0, width: 14.29, span: turn }]);
  expect(second?.gaps).toEqual([{ left: 14.29, width: 14.29, span: gap }]);
  expect(third).toMatchObject({ spans: [], gaps: [] });
});
