import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesWildcards } from './wildcards.ts';

it.each([
  ['eth0', 'eth0', true],
  ['eth0', 'eth01', false],
  ['', '', true],
  ['*', '', true],
  ['?', '', false],
  ['a*b?c*', 'axxbyc', true],
  ['a*b?c*', 'axxbc', false],
  ['*ab', 'aab', true],
  ['*a?b*', 'aaxb', true],
  ['?', '\u{1f512}', true],
  ['a.c', 'abc', false],
  ['[x]', '[x]', true],
])('%s names %s: %s', (pattern, text, expected) => {
  expect(matchesWildcards(pattern, text)).toBe(expected);
});

it('says what the regular expression says', () => {
  const few = (signs: string) =>
    fc.array(fc.constantFrom(...signs.split('')), { maxLength: 9 }).map((all) => all.join(''));
  fc.assert(
    fc.property(few('ab*?'), few('abc'), (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesWildcards(pattern, text)).toBe(expression.test(text));
    }),
    { numRuns: 3000, seed: 3 },
  );
});

it('takes no longer for a pattern of many stars than for its length', () => {
  const started = process.cpuUsage().user;
  expect(matchesWildcards('*a'.repeat(100), `${'a'.repeat(4000)}b`)).toBe(false);
  expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
});
