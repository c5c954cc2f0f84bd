import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { DEEPEST, MOST_PIECES } from './compose-yaml.ts';
import { describeFault, isUserError } from './errors.ts';
import { readText } from './read-text.ts';
import { LONGEST, readYaml } from './read-yaml.ts';

const codes = { notYaml: 'NOT_YAML', tooLong: 'TOO_LONG', notUtf8: 'NOT_UTF8' };

/** What a text comes to: its value, or its faults as people read them. */
function read(text: string): unknown {
  const it = readYaml({ file: 'a', text }, codes);
  return 'faults' in it ? it.faults.map(describeFault) : it.value;
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** A chain of `times` lists, each of `by` aliases of the one before. */
const multiplied = (times: number, by: number) =>
  [`- &a0 [x]`, ...Array.from({ length: times }, (_, i) => `- &a${i + 1} [${`*a${i},`.repeat(by)}]`)].join(
    '\n',
  );

describe('what is read', () => {
  it.each<[string, string, unknown]>([
    ['nothing', '', null],
    ['a comment', '# x', null],
    ['a text behind a byte order mark', '\uFEFFa: 1', { a: 1 }],
    ['Windows line ends', 'a: 1\r\nb:\r\n  - x\r\n', { a: 1, b: ['x'] }],
    [
      'what is named once and said twice',
      'a: &x { b: [1] }\nc: *x\nd: { e: *x }',
      { a: { b: [1] }, c: { b: [1] }, d: { e: { b: [1] } } },
    ],
    [
      'a name given again',
      'a: &x 1\nb: &y { c: &x 2 }\nd: *x\ne: *y',
      { a: 1, b: { c: 2 }, d: 2, e: { c: 2 } },
    ],
    [
      'names that objects have',
      '__proto__: 1\nconstructor: 2',
      JSON.parse('{"__proto__":1,"constructor":2}'),
    ],
    ['a name that is a number, one that is nothing', '1: a\n: b', { 1: 'a', '': 'b' }],
  ])('%s', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });
});

describe('bounds', () => {
  it.each<[string, string]>([
    ['length', `a: ${'x'.repeat(LONGEST - 3)}`],
    ['depth', nested(DEEPEST - 4)],
    ['pieces', '\n'.repeat(MOST_PIECES - 10)],
    ['values', multiplied(4, 14)],
  ])('what just keeps within %s is read', (_, text) => {
    expect(read(text)).not.toEqual([expect.stringContaining('NOT_YAML')]);
    expect(read(text)).not.toEqual([expect.stringContaining('TOO_LONG')]);
  });

  it.each<[string, string, string]>([
    ['length', `a: ${'x'.repeat(LONGEST)}`, 'TOO_LONG a:1:1: the file has a length of 1048579'],
    ['depth', nested(DEEPEST + 1), 'NOT_YAML a:1:101: lists and maps stand too deep'],
    ['depth, without end', '['.repeat(LONGEST), 'NOT_YAML a:1:101: lists and maps stand too deep'],
    ['depth of blocks', '- '.repeat(DEEPEST + 1), 'NOT_YAML a:1:'],
    ['pieces', '\n'.repeat(LONGEST), `NOT_YAML a:${MOST_PIECES + 2}:1: there is more in it than is read`],
    ['values', multiplied(6, 17), 'NOT_YAML a:6:8: written out, the alias "*a4" is too much'],
    ['depth of aliases', multiplied(DEEPEST + 5, 1), 'NOT_YAML a:'],
  ])('%s', (_, text, fault) => {
    expect((read(text) as string[])[0]).toContain(fault);
  });

  it('tells some of many faults', () => {
    const told = read(Array.from({ length: 500 }, () => 'a: 1').join('\n')) as string[];
    expect(told).toHaveLength(51);
    expect(told[0]).toBe('NOT_YAML a:2:1: "a" is there twice');
    expect(told.at(-1)).toMatch(/449 more faults/);
  });
});

it.each<[string, string, string]>([
  ['an alias of nothing', 'a: 1\nb: *gone', 'NOT_YAML a:2:4: nothing before it is named "&gone"'],
  ['an alias before what it names', 'a: *x\nb: &x 1', 'NOT_YAML a:1:4: nothing before it is named "&x"'],
  ['a list that holds itself', 'a: &a [*a]', 'NOT_YAML a:1:8: the alias "*a" stands within what it names'],
  ['a list as a name', '? [x]\n: 1', 'NOT_YAML a:1:3: a list or a map cannot be a name'],
  ['one name in two spellings', "a: 1\n'a': 2", 'NOT_YAML a:2:1: "a" is there twice'],
  ['a tag that means nothing here', 'a: !env PASSWORD', 'NOT_YAML a:1:4: Unresolved tag: !env'],
  ['two documents', 'a: 1\n---\nb: 2', 'NOT_YAML a:2:1: a second document begins here'],
])('%s', (_, text, fault) => {
  expect((read(text) as string[])[0]).toContain(fault);
});

describe('a file', () => {
  const faultOf = (write: (path: string) => void): string => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'f');
    write(path);
    try {
      return readText(path, 'f', codes);
    } catch (error) {
      if (!isUserError(error)) throw error;
      return error.faults.map(describeFault).join();
    }
  };

  it('is text in UTF-8 of a bounded length', () => {
    expect(faultOf((path) => writeFileSync(path, 'Grüße'))).toBe('Grüße');
    expect(faultOf((path) => writeFileSync(path, Buffer.from('a\nb: Gr\xfc\xdfe', 'latin1')))).toMatch(
      /^NOT_UTF8 f:2:1: this line is not text in UTF-8/,
    );
    expect(faultOf((path) => writeFileSync(path, Buffer.alloc(LONGEST + 1)))).toMatch(/^TOO_LONG f:1:1: /);
  });
});
