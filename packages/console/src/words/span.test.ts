import { expect, it } from 'vitest';
import { spanText } from './span.ts';

const units = { day: ' d', hour: ' h', minute: ' min', second: ' s' };

it.each([
  [0, '0 s'],
  [-44_600, '45 s'],
  [59_499, '59 s'],
  [60_000, '1 min'],
  [3_599_000, '59 min'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [86_400_000, '1 d'],
  [-356_400_000, '4 d 3 h'],
])('says %i ms as %s', (ms, text) => {
  expect(spanText(ms, units)).toBe(text);
});
