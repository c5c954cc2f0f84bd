import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUserError } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import type { CommandNeeds } from './needs.ts';
import { rulesCommand } from './rules.ts';

const rule = (id: string, when: string) =>
  `  - { id: ${id}, title: t, when: '${when}', severity: minor, category: software }\n`;
const pack = `pack: shop\nrules:\n${rule('slow', 'shop.age > 2s')}`;
const test = `tests:
  - name: slow
    series: [{ series: shop.age, unit: seconds, values: 1 3 }]
    expect:
      - { at: 0s, alerts: [] }
      - { at: 15s, alerts: [{ rule: shop/slow, severity: minor, title: t }] }
`;

/** Exit code and what is printed, for a folder with these files. */
function run(act: 'check' | 'test', files: Record<string, string>): { code: number; lines: string[] } {
  using folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
  const lines: string[] = [];
  const needs = { print: (line: string) => lines.push(line) } as unknown as CommandNeeds;
  try {
    return { code: rulesCommand([act, folder.path], needs), lines };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { code: 1, lines: error.message.split('\n') };
  }
}

describe('rules test', () => {
  it('passes', () => {
    expect(run('test', { 'shop.yaml': pack, 'shop.test.yaml': test })).toEqual({
      code: 0,
      lines: ['2 passed, 0 failed'],
    });
  });

  it('says what was expected and found', () => {
    const { code, lines } = run('test', { 'shop.yaml': pack, 'shop.test.yaml': test.replace('1 3', '1 2') });
    expect([code, lines.at(-1)]).toEqual([1, '1 passed, 1 failed']);
    expect(lines[0]).toMatch(
      /^failed: slow, at 15s\n {2}expected \[\{"rule":"shop\/slow".*\n {2}found {4}\[\]$/,
    );
  });

  it('fails where a rule of the pack has its series in no test: wrong unit, misspelt field', () => {
    const two = `${pack}${rule('full', 'shop.full > 5%')}`;
    expect(run('test', { 'shop.yaml': two, 'shop.test.yaml': test })).toEqual({
      code: 1,
      lines: [
        'failed: no test has the series that shop/full reads, in the units it takes',
        '2 passed, 1 failed',
      ],
    });
    const other = test
      .replace('expect:', 'expect: # full')
      .replace('values: 1 3 }', 'values: 1 3 }, { series: shop.full, values: 9 }');
    expect(run('test', { 'shop.yaml': two, 'shop.test.yaml': other }).code).toBe(1);
    const right = other.replace('shop.full,', 'shop.full, unit: percent,').replace('values: 9', 'values: 1');
    expect(run('test', { 'shop.yaml': two, 'shop.test.yaml': right }).code).toBe(0);
  });

  it('says which packs have no tests, and does not take none at all for success', () => {
    const other = pack.replace('pack: shop', 'pack: stock').replace('shop.age', 'stock.age');
    expect(run('test', { 'shop.yaml': pack, 'shop.test.yml': test, 'stock.yaml': other })).toEqual({
      code: 0,
      lines: ['no tests: stock.yaml has none beside it', '2 passed, 0 failed'],
    });
    expect(run('test', { 'shop.yaml': pack })).toEqual({
      code: 1,
      lines: ['no tests: shop.yaml has none beside it', '0 passed, 0 failed'],
    });
  });

  it('tells the faults of all test files with file, line and column', () => {
    const { code, lines } = run('test', {
      'shop.yaml': pack,
      'a.test.yaml': 'tests: []',
      'b.test.yaml': test.replace('15s', '15m'),
    });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^RULE_TEST_INVALID a\.test\.yaml:1:1: /),
      expect.stringMatching(/^RULE_TEST_INVALID b\.test\.yaml:6:15: "at": 15m is after the end/),
    ]);
  });
});

describe('a folder of packs', () => {
  it('may have hidden files in it, and other folders', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'shop.yaml'), pack);
    writeFileSync(join(folder.path, '.#shop.yaml'), 'an editor');
    mkdirSync(join(folder.path, '..data'));
    const needs = { print: () => undefined } as unknown as CommandNeeds;
    expect(rulesCommand(['check', folder.path], needs)).toBe(0);
    expect(() => rulesCommand(['check', join(folder.path, 'shop.yaml')], needs)).toThrow(
      /RULES_UNREADABLE .*shop\.yaml: this is no folder - name the folder/,
    );
  });

  it('without a pack is told', () => {
    const { code, lines } = run('check', { 'shop.txt': pack });
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^no packs: /)]]);
  });
});
