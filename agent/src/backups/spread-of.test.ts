import { expect, it } from 'vitest';
import { spreadOf } from './spread-of.ts';

/** Noon of a day, here. */
const noon = (text: string) => Date.parse(`${text}T12:00:00`);

it.each([
  ['nothing', [], { days: 0, weeks: 0, months: 0 }],
  ['twice on one day', ['2026-11-29', '2026-11-29'], { days: 1, weeks: 1, months: 1 }],
  ['a Sunday and the Monday after it', ['2026-11-29', '2026-11-30'], { days: 2, weeks: 2, months: 1 }],
  ['a Monday and the Sunday after it', ['2026-11-23', '2026-11-29'], { days: 2, weeks: 1, months: 1 }],
  ['one week of two years', ['2026-12-31', '2027-01-01', '2027-01-03'], { days: 3, weeks: 1, months: 2 }],
  ['the same month of two years', ['2025-11-29', '2026-11-29'], { days: 2, weeks: 2, months: 2 }],
  ['days around 1970', ['1969-12-28', '1969-12-29', '1970-01-04'], { days: 3, weeks: 2, months: 2 }],
] as const)('%s', (_name, days, spread) => {
  expect(spreadOf(days.map(noon))).toEqual(spread);
});
