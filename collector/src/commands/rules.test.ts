import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUserError } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import type { CommandNeeds, Options } from './needs.ts';
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

interface Run {
  code: number;
  lines: string[];
}

/** Runs a command over a folder: exit code and what is printed. */
async function command(
  act: 'check' | 'test',
  folder: string,
  against?: string[],
  config?: string,
): Promise<Run> {
  const lines: string[] = [];
  const needs = { print: (line: string) => lines.push(line), env: {} } as unknown as CommandNeeds;
  const options = { against, config } as unknown as Options;
  try {
    return { code: await rulesCommand([act, folder], options, needs), lines };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { code: 1, lines: error.message.split('\n') };
  }
}

/** The same for a folder with these files. */
async function run(act: 'check' | 'test', files: Record<string, string>): Promise<Run> {
  using folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
  return command(act, folder.path);
}

describe('rules test', () => {
  it('passes', async () => {
    expect(await run('test', { 'shop.yaml': pack, 'shop.test.yaml': test })).toEqual({
      code: 0,
      lines: ['2 passed, 0 failed'],
    });
  });

  it('says what was expected and found', async () => {
    const { code, lines } = await run('test', {
      'shop.yaml': pack,
      'shop.test.yaml': test.replace('1 3', '1 2'),
    });
    expect([code, lines.at(-1)]).toEqual([1, '1 passed, 1 failed']);
    expect(lines[0]).toMatch(
      /^failed: slow, at 15s\n {2}expected \[\{"rule":"shop\/slow".*\n {2}found {4}\[\]$/,
    );
  });

  it('fails where a rule of the pack has its series in no test: wrong unit, misspelt field', async () => {
    const two = `${pack}${rule('full', 'shop.full > 5%')}`;
    expect(await run('test', { 'shop.yaml': two, 'shop.test.yaml': test })).toEqual({
      code: 1,
      lines: [
        'failed: no test has the series that shop/full reads, in the units it takes',
        '2 passed, 1 failed',
      ],
    });
    const other = test
      .replace('expect:', 'expect: # full')
      .replace('values: 1 3 }', 'values: 1 3 }, { series: shop.full, values: 9 }');
    expect((await run('test', { 'shop.yaml': two, 'shop.test.yaml': other })).code).toBe(1);
    const right = other.replace('shop.full,', 'shop.full, unit: percent,').replace('values: 9', 'values: 1');
    expect((await run('test', { 'shop.yaml': two, 'shop.test.yaml': right })).code).toBe(0);
  });

  it('says which packs have no tests, and does not take none at all for success', async () => {
    const other = pack.replace('pack: shop', 'pack: stock').replace('shop.age', 'stock.age');
    expect(await run('test', { 'shop.yaml': pack, 'shop.test.yml': test, 'stock.yaml': other })).toEqual({
      code: 0,
      lines: ['no tests: stock.yaml has none beside it', '2 passed, 0 failed'],
    });
    expect(await run('test', { 'shop.yaml': pack })).toEqual({
      code: 1,
      lines: ['no tests: shop.yaml has none beside it', '0 passed, 0 failed'],
    });
  });

  it('tells the faults of all test files with file, line and column', async () => {
    const { code, lines } = await run('test', {
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

describe('rules check', () => {
  it('warns of what may be misspelt, and ends well all the same: programs of one’s own have names of their own', async () => {
    const own = `pack: own\nrules:\n${rule('a', 'disc.used_percent > 5%')}${rule('b', 'erp_queue.waiting > 5')}`;
    expect(await run('check', { 'own.yaml': own })).toEqual({
      code: 0,
      lines: [
        expect.stringMatching(
          /^warning: RULE_DOUBTFUL own\.yaml:3:31: .*no measurement disc - did you mean disk\?$/,
        ),
        '1 packs, 2 rules: no faults, 1 to look at',
      ],
    });
  });

  it('tells a window that looks back further than readings are kept: a warning by the default, a fault by a config', async () => {
    const long = `pack: own\nrules:\n${rule('a', 'avg(erp_queue.waiting, 72h) > 5')}`;
    const message =
      /RULE_WINDOW_TOO_LONG own\.yaml:3:\d+: own\/a looks back 3d, and every reading is kept for 2d only: .* - set history\.rawHours to 72 /;
    const { code, lines } = await run('check', { 'own.yaml': long });
    expect([code, lines[0]]).toEqual([0, expect.stringMatching(message)]);
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'own.yaml'), long);
    const checked = async (rawHours: number) => {
      const config = join(folder.path, 'watchcase.conf');
      writeFileSync(config, `history: { rawHours: ${rawHours} }\n`);
      return command('check', folder.path, undefined, config);
    };
    expect(await checked(48)).toEqual({ code: 1, lines: [expect.stringMatching(message)] });
    expect(await checked(72)).toEqual({ code: 0, lines: ['1 packs, 1 rules: no faults'] });
  });
});

describe('a folder of packs', () => {
  it('may have hidden files in it, and other folders', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'shop.yaml'), pack);
    writeFileSync(join(folder.path, '.#shop.yaml'), 'an editor');
    mkdirSync(join(folder.path, '..data'));
    expect((await command('check', folder.path)).code).toBe(0);
    expect(await command('check', join(folder.path, 'shop.yaml'))).toEqual({
      code: 1,
      lines: [expect.stringMatching(/RULES_UNREADABLE .*shop\.yaml: this is no folder - name the folder/)],
    });
  });

  it('without a pack is told', async () => {
    const { code, lines } = await run('check', { 'shop.txt': pack });
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^no packs: /)]]);
  });
});

describe('rules check --against a host', () => {
  const series = (measurement: string, field: string, unit: string, tags = {}) => ({
    key: '',
    measurement,
    field,
    tags,
    unit,
    value: 1,
  });
  const host = {
    series: [
      series('shop', 'age', 'seconds'),
      series('shop', 'full', 'bytes'),
      series('shop', 'on', 'none', { job: 'a' }),
      series('shop', 'on', 'none', { job: 'b' }),
    ],
  };

  it('says of each rule over how many series it is, or why not, and fails for one that is nowhere', async () => {
    using folder = temporaryFolder();
    const rules = [
      rule('slow', 'shop.age > 2s'),
      rule('off', 'shop.on == 0'),
      rule('full', 'shop.full > 5%'),
      rule('misspelt', 'shop.agee > 5s'),
      rule('nobody', 'stock.age > 5s'),
      rule('certificate', 'x509_cert.readable == 0'),
    ];
    writeFileSync(join(folder.path, 'shop.yaml'), `pack: shop\nrules:\n${rules.join('')}`);
    const file = join(folder.path, 'db1.json');
    writeFileSync(file, JSON.stringify(host));
    expect(await command('check', folder.path, [file])).toEqual({
      code: 1,
      lines: [
        '1 packs, 6 rules: no faults',
        `${file}:`,
        '  shop/slow: in service over 1 series',
        '  shop/off: in service over 2 series',
        '  shop/full: DOES NOT FIT: ">" cannot join a size in bytes and a percentage',
        '  shop/misspelt: DOES NOT FIT: shop is reported, but no field agee; did you mean age?',
        '  shop/nobody: DOES NOT FIT: stock is not reported',
        '  shop/certificate: not for it: x509_cert is not reported',
        'in service nowhere: shop/full, shop/misspelt, shop/nobody',
      ],
    });
    const other = join(folder.path, 'db2.json');
    const more = [
      series('shop', 'full', 'percent'),
      series('shop', 'agee', 'seconds'),
      series('stock', 'age', 'seconds'),
    ];
    writeFileSync(other, JSON.stringify({ series: more }));
    const { code, lines } = await command('check', folder.path, [file, other]);
    expect([code, lines.at(-1)]).toEqual([0, 'every rule fits where it is meant to']);
  });

  it('says that a file is none of a host', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'shop.yaml'), pack);
    for (const text of ['no JSON', '{}', '{"series": [5]}']) {
      writeFileSync(join(folder.path, 'x.json'), text);
      const { code, lines } = await command('check', folder.path, [join(folder.path, 'x.json')]);
      expect([code, lines[0]]).toEqual([1, expect.stringMatching(/^HOST_FILE_UNREADABLE .*x\.json: /)]);
    }
  });
});
