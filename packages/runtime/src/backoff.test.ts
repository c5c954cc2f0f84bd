import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

const options = { firstMs: 100, maxMs: 5000 };

it.each([
  { attempt: 1, random: 0, ms: 50 },
  { attempt: 1, random: 0.999999, ms: 100 },
  { attempt: 2, random: 0.999999, ms: 200 },
  { attempt: 4, random: 0, ms: 400 },
  { attempt: 7, random: 0, ms: 2500 },
  { attempt: 1000, random: 0.999999, ms: 5000 },
  { attempt: 0, random: 0, ms: 50 },
])('attempt $attempt with chance $random waits $ms ms', ({ attempt, random, ms }) => {
  expect(backoffMs(attempt, options, random)).toBe(ms);
});

it('stays between half the first delay and the longest', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const ms = backoffMs(attempt, options, random);
        return ms >= options.firstMs / 2 && ms <= options.maxMs;
      },
    ),
  );
});
