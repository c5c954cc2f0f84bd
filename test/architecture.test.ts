import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseImportTable } from './house/import-table.ts';
import { emptyRooms, importViolations } from './house/import-violations.ts';
import { repositoryFiles, repositoryRoot, typescriptOf } from './house/tree.ts';

const markdown = readFileSync(join(repositoryRoot, 'docs/architecture.md'), 'utf8');
const sources = typescriptOf(repositoryFiles());

describe('the house', () => {
  const table = parseImportTable(markdown);

  it('imports only what docs/architecture.md allows', () => {
    expect(importViolations(sources, table)).toEqual([]);
  });

  it('has somebody in every room of the table', () => {
    expect(emptyRooms(sources, table)).toEqual([]);
  });

  it('is really looked at', () => {
    const rooms = new Set(sources.map(({ path }) => path.split('/').slice(0, 3).join('/')));
    expect(rooms).toContain('collector/src/rules');
    expect(table.size).toBeGreaterThan(20);
  });
});

const fixtureTable = parseImportTable(
  [
    '## Rooms and what they may import',
    '',
    '| room | may import |',
    '| --- | --- |',
    '| packages/sla |  |',
    '| agent/src/probes | agent/src/contract |',
    '| collector/src/model | packages/sla (types) |',
    '| collector/src/rules | collector/src/model (types), packages/sla |',
    '',
    '## Next',
    '| collector/src/http | not this table |',
  ].join('\n'),
);

interface FixtureCase {
  name: string;
  path: string;
  source: string;
  violations: string[];
}

const cases: FixtureCase[] = [
  {
    name: 'its own files, npm and Node',
    path: 'collector/src/rules/index.ts',
    source: "import { a } from './a.ts';\nimport { z } from 'zod';\nimport { join } from 'node:path';",
    violations: [],
  },
  {
    name: 'an allowed package and allowed types',
    path: 'collector/src/rules/index.ts',
    source: "import { a } from '@watchcase/sla';\nimport type { B } from '../model/index.ts';",
    violations: [],
  },
  {
    name: 'a value where only types are allowed',
    path: 'collector/src/rules/index.ts',
    source: "import {\n  type A,\n  b,\n} from '../model/index.ts';",
    violations: [
      'collector/src/rules/index.ts imports collector/src/model, of which the table allows types only',
    ],
  },
  {
    name: 'inline type, which still loads the module',
    path: 'collector/src/rules/deep/er.ts',
    source: "import { type A } from '../../model/alert.ts';",
    violations: [
      'collector/src/rules/deep/er.ts imports collector/src/model, of which the table allows types only',
    ],
  },
  {
    name: 'export from a room',
    path: 'collector/src/model/index.ts',
    source: "export * from '../rules/index.ts';",
    violations: ['collector/src/model/index.ts imports collector/src/rules, which the table does not allow'],
  },
  {
    name: 'even types, where the table says nothing',
    path: 'packages/sla/src/index.ts',
    source: "export type { A } from '@watchcase/protocol';",
    violations: [
      'packages/sla/src/index.ts imports types of packages/protocol, which the table does not allow',
    ],
  },
  {
    name: 'an import at run time, and one for its effect',
    path: 'collector/src/model/late.ts',
    source: "const a = await import('../rules/index.ts');\nimport '../http/index.ts';",
    violations: [
      'collector/src/model/late.ts imports collector/src/http, which the table does not allow',
      'collector/src/model/late.ts imports collector/src/rules, which the table does not allow',
    ],
  },
  {
    name: 'a room that is not in the table',
    path: 'collector/src/stray/index.ts',
    source: '',
    violations: ['collector/src/stray/index.ts: collector/src/stray is not in the import table'],
  },
  {
    name: 'a stray file at the top',
    path: 'agent/src/stray.ts',
    source: '',
    violations: ['agent/src/stray.ts: agent/src/stray is not in the import table'],
  },
  {
    name: 'composition over the rooms of its own program only',
    path: 'collector/src/app.ts',
    source: "import { a } from './rules/index.ts';\nimport { b } from '../../agent/src/probes/cpu/index.ts';",
    violations: ['collector/src/app.ts imports agent/src/probes, of another program'],
  },
  {
    name: 'a test over anything but another program',
    path: 'agent/src/probes/cpu/index.test.ts',
    source:
      "import { a } from '@watchcase/testkit';\nimport { b } from '@watchcase/collector/store/index.ts';",
    violations: ['agent/src/probes/cpu/index.test.ts imports collector/src/store, of another program'],
  },
  {
    name: 'code outside the rooms',
    path: 'bench/main.ts',
    source: "import { b } from '@watchcase/collector/store/index.ts';",
    violations: [],
  },
];

describe('the check itself', () => {
  it.each(cases)('sees $name', ({ path, source, violations }) => {
    const found = importViolations([{ path, text: source }], fixtureTable);
    expect(found.toSorted()).toEqual(violations);
  });

  it('reads its own table only, to the end of the section', () => {
    expect([...fixtureTable.keys()]).toEqual([
      'packages/sla',
      'agent/src/probes',
      'collector/src/model',
      'collector/src/rules',
    ]);
  });

  it('names rooms without a file', () => {
    const file = { path: 'collector/src/rules/a.ts', text: '' };
    expect(emptyRooms([file], fixtureTable)).toEqual([
      'packages/sla',
      'agent/src/probes',
      'collector/src/model',
    ]);
  });

  it('refuses a table it does not understand', () => {
    const head = '## Rooms and what they may import\n| room | may import |\n| --- | --- |\n';
    expect(() => parseImportTable(`${head}| a/b | packages/sla (typos) |`)).toThrow(/unreadable entry/);
    expect(() => parseImportTable(`${head}| a/b | |\n| a/b | |`)).toThrow(/repeated/);
    expect(() => parseImportTable('# nothing')).toThrow(/has no/);
  });
});
