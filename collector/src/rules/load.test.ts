import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUserError } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { loadPacks, parsePacks, reloadPacks } from './load.ts';

const good = `pack: shop
rules:
  - id: slow
    title: "{host} is slow"
    when: backup.age > 2s
    severity: minor
    category: software
`;

/** The good pack with one line put in another's place. */
const withLine = (line: number, text: string) =>
  good
    .split('\n')
    .map((old, i) => (i + 1 === line ? text : old))
    .join('\n');

describe('folders of packs', () => {
  const other = good.replace('pack: shop', 'pack: stock');

  it('takes packs, leaves tests and other files out', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'a.yaml'), good);
    writeFileSync(join(folder.path, 'a.test.yaml'), 'tests: []');
    writeFileSync(join(folder.path, 'notes.txt'), 'x');
    mkdirSync(join(folder.path, 'more'));
    expect(loadPacks(folder.path).map((pack) => pack.name)).toEqual(['shop']);
  });

  it('refuses to start with any fault, telling all of them', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'a.yaml'), withLine(5, '    when: a.b'));
    writeFileSync(join(folder.path, 'b.yaml'), 'pack: [');
    expect(codesOf(() => loadPacks(folder.path))).toEqual(['RULE_BAD_EXPRESSION', 'RULE_NOT_YAML']);
  });

  it('takes .yml and .YAML too, and says which line is not UTF-8', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'a.yml'), good);
    writeFileSync(join(folder.path, 'b.YAML'), other);
    writeFileSync(join(folder.path, 'b.test.yml'), 'tests: []');
    expect(loadPacks(folder.path).map((pack) => pack.name)).toEqual(['shop', 'stock']);
    writeFileSync(join(folder.path, 'c.yaml'), Buffer.from('pack: x\n# Gr\xfc\xdfe\n', 'latin1'));
    expect(() => loadPacks(folder.path)).toThrow(/^RULE_NOT_UTF8 c\.yaml:2:1: /);
  });

  it('says that a folder cannot be read', () => {
    expect(codesOf(() => loadPacks('/nowhere/at/all'))).toEqual(['RULES_UNREADABLE']);
  });

  it('a name used twice is a fault of the later file', () => {
    const { packs, faults } = parsePacks([
      { file: 'a.yaml', text: good },
      { file: 'b.yaml', text: good },
    ]);
    expect([packs.map((pack) => pack.file), faults.map((one) => `${one.code} ${one.place}`)]).toEqual([
      ['a.yaml'],
      ['RULE_PACK_TWICE b.yaml:1:7'],
    ]);
  });

  it('a bad pack never replaces a good one in service', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'a.yaml'), good);
    writeFileSync(join(folder.path, 'b.yaml'), other);
    const current = loadPacks(folder.path);
    writeFileSync(join(folder.path, 'a.yaml'), withLine(5, '    when: a.b'));
    rmSync(join(folder.path, 'b.yaml'));
    const { packs, faults } = reloadPacks(current, folder.path);
    expect([packs, faults.map((one) => one.code)]).toEqual([[current[0]], ['RULE_BAD_EXPRESSION']]);
    writeFileSync(join(folder.path, 'a.yaml'), good.replace('2s', '3s'));
    const again = reloadPacks(packs, folder.path);
    expect([again.packs.length, again.packs[0] === current[0], again.faults]).toEqual([1, false, []]);
  });
});

function codesOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.faults.map((one) => one.code);
  }
}
