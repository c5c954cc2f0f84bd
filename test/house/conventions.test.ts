import { describe, expect, it } from 'vitest';
import { faultsOf, portable, sourceConventions } from './conventions.ts';
import { documentedCodes, errorCodesOf } from './error-codes.ts';
import { deadLinks } from './markdown-links.ts';

const cases: { convention: string; path: string; text: string; faults: number }[] = [
  { convention: 'timeIsAnArgument', path: 'collector/src/a.ts', text: 'const a = Date.now();', faults: 1 },
  { convention: 'timeIsAnArgument', path: 'collector/src/a.ts', text: 'const a = new Date();', faults: 1 },
  {
    convention: 'timeIsAnArgument',
    path: 'collector/src/a.ts',
    text: 'new Date(at); clock.after(1, run);',
    faults: 0,
  },
  {
    convention: 'timeIsAnArgument',
    path: 'test/a.test.ts',
    text: 'await new Promise((r) => setTimeout(r, 9));',
    faults: 1,
  },
  {
    convention: 'timeIsAnArgument',
    path: 'agent/src/a.ts',
    text: "import { setTimeout } from 'node:timers/promises';",
    faults: 1,
  },
  {
    convention: 'timeIsAnArgument',
    path: 'packages/runtime/src/clock.ts',
    text: 'setTimeout(run, 1)',
    faults: 0,
  },
  { convention: 'timeIsAnArgument', path: 'agent/src/a.ts', text: ' * never Date.now()', faults: 0 },
  { convention: 'environmentIsAnArgument', path: 'agent/src/app.ts', text: 'process.env.HOME', faults: 1 },
  { convention: 'environmentIsAnArgument', path: 'agent/src/main.ts', text: 'process.env', faults: 0 },
  { convention: 'environmentIsAnArgument', path: 'test/harness/a.ts', text: 'process.env', faults: 0 },
  { convention: 'namesSaySomething', path: 'agent/src/host/utils.ts', text: '', faults: 1 },
  { convention: 'namesSaySomething', path: 'agent/src/common/read.ts', text: '', faults: 1 },
  { convention: 'namesSaySomething', path: 'agent/src/host/read-helpers.test.ts', text: '', faults: 1 },
  { convention: 'namesSaySomething', path: 'agent/src/host/readProc.ts', text: '', faults: 1 },
  { convention: 'namesSaySomething', path: 'agent/src/host/read-proc.test.ts', text: '', faults: 0 },
  { convention: 'filesAreShort', path: 'agent/src/a.ts', text: '\n'.repeat(301), faults: 1 },
  { convention: 'filesAreShort', path: 'agent/src/main.ts', text: '\n'.repeat(61), faults: 1 },
  { convention: 'filesAreShort', path: 'agent/src/a.ts', text: '\n'.repeat(300), faults: 0 },
  { convention: 'nothingLeftOpen', path: 'agent/src/a.ts', text: '// TODO later', faults: 1 },
  { convention: 'nothingLeftOpen', path: 'agent/src/a.ts', text: '// @ts-ignore', faults: 1 },
  { convention: 'testsAllRun', path: 'agent/src/a.test.ts', text: "it.only('x', f)", faults: 1 },
  { convention: 'testsAllRun', path: 'agent/src/a.test.ts', text: "it.skipIf(no)('x', f)", faults: 0 },
];

describe('a convention can fail', () => {
  it.each(cases)('$convention: $path $text', ({ convention, path, text, faults }) => {
    const check = sourceConventions[convention];
    if (check === undefined) throw new Error(`no convention ${convention}`);
    expect(faultsOf([{ path, text }], check)).toHaveLength(faults);
  });

  it('portable', () => {
    const machine = ['', 'work', 'x'].join('/');
    const registry = ['https://regis', 'try.example.com'].join('');
    const faults = faultsOf(
      [{ path: 'a.md', text: `see ${machine}\nfrom ${registry}\nfar/work/x` }],
      portable,
    );
    expect(faults).toEqual([
      `a.md line 1 names a path of one machine: see ${machine}`,
      `a.md line 2 names a package registry: from ${registry}`,
    ]);
  });

  it('links', () => {
    const readme = '[a](docs/a.md#to-be) [b](docs/b.md) [c](#no) [d](https://x.example) `[e](f)`';
    const files = [
      { path: 'README.md', text: readme },
      { path: 'docs/a.md', text: '# A\n## To be\n[up](../README.md) [gone](../README.txt)' },
    ];
    const paths = new Set(files.map(({ path }) => path));
    expect(deadLinks(files, (path) => paths.has(path))).toEqual([
      'README.md links to docs/b.md',
      'README.md links to #no',
      'docs/a.md links to ../README.txt',
    ]);
  });

  it('error codes', () => {
    const text =
      "throw fault('BAD_THING', at);\n// 'NOT_THIS'\nif (e.code === 'ERR_OUT_OF_RANGE') return 'ENOENT';";
    expect([...errorCodesOf([{ path: 'agent/src/a.ts', text }])]).toEqual(['BAD_THING']);
    expect([...documentedCodes('# Errors\n| code | what |\n| `A_B` | x |\n## `C_D`\nsee `E_F`')]).toEqual([
      'A_B',
      'C_D',
    ]);
  });
});
