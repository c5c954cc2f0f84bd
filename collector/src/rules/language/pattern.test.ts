import { describe, expect, it } from 'vitest';
import { checkPattern, matchesPattern } from './pattern.ts';
import { ExpressionError, type TagFilter } from './syntax.ts';

const filter = (value: string): TagFilter => ({ tag: 'path', op: '=~', value });

describe('patterns', () => {
  it.each<[string, string, boolean]>([
    ['ext[34]|xfs', 'ext4', true],
    ['ext[34]|xfs', 'ext4x', false],
    ['/mnt/.*', '/mnt/a', true],
    ['/mnt/.*', 'x/mnt/a', false],
    ['a|b', 'ab', false],
    ['', '', true],
    ['(?i)sda\\d+', 'SDA12', true],
    ['\\p{Han}+', '财务', true],
    ['.', '𝄞', true],
    ['.*', 'a\nb', false],
  ])('%j on %j: %s', (pattern, text, matches) => {
    expect(matchesPattern(filter(pattern), text)).toBe(matches);
  });

  it.each(['(a+)+', '(a|aa)*', '(.*a){20}', '(a*)*b'])('%s takes no time for a long tag', (pattern) => {
    const start = process.cpuUsage();
    for (let i = 0; i < 20; i++) matchesPattern(filter(pattern), `${'a'.repeat(511)}!`);
    const { user } = process.cpuUsage(start);
    expect(user / 1e6).toBeLessThan(5);
  });

  it.each<[string, RegExp, RegExp | undefined]>([
    ['[', /missing closing \]/, undefined],
    ['*', /missing argument/, undefined],
    ['a(?=b)', /"\(\?="/, /two filters/],
    ['(?<!a)b', /not a regular expression/, /two filters/],
    ['(a)\\1', /not a regular expression/, /two filters/],
    ['a{1001}', /repeat count/, undefined],
    ['(a{1000}){1000}', /repeat count/, undefined],
  ])('%s is refused', (pattern, message, hint) => {
    try {
      checkPattern(pattern, 7);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError);
      expect(error).toMatchObject({ at: 7, message: expect.stringMatching(message) });
      if (hint !== undefined) expect((error as ExpressionError).hint).toMatch(hint);
    }
  });
});
