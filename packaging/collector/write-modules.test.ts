import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { builtModules, writeModules } from './write-modules.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 29);

/** A program whose only other module has this hash. */
const program = (hash: string) => [
  { name: 'main.mjs', text: `import './part-${hash}.mjs';` },
  { name: `part-${hash}.mjs`, text: hash },
];

it('keeps what the build before made, however old, and lets go of what is older', () => {
  using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const age = (days: number) => {
    for (const name of readdirSync(folder.path))
      utimesSync(at(name), NOW / 1000 - days * 86_400, NOW / 1000 - days * 86_400);
  };
  writeModules(folder.path, program('a'), NOW);
  age(100);
  writeModules(folder.path, program('b'), NOW);
  expect(readdirSync(folder.path).toSorted()).toEqual([
    'main.mjs',
    'modules.json',
    'part-a.mjs',
    'part-b.mjs',
  ]);
  expect([readFileSync(at('main.mjs'), 'utf8'), builtModules(folder.path)]).toEqual([
    "import './part-b.mjs';",
    ['main.mjs', 'part-b.mjs'],
  ]);
  age(100);
  writeModules(folder.path, program('c'), NOW);
  expect(readdirSync(folder.path)).not.toContain('part-a.mjs');
  // A day's work of many builds, in which one of the morning still runs.
  for (const hash of ['d', 'e'])
    writeModules(folder.path, program(hash), statSync(at('main.mjs')).mtimeMs + DAY - 60_000);
  expect(readdirSync(folder.path)).toEqual(
    expect.arrayContaining(['part-c.mjs', 'part-d.mjs', 'part-e.mjs']),
  );
});

it('made again without a change it is as new, and what was made before that is not forgotten', () => {
  using folder = temporaryFolder();
  for (const hash of ['a', 'b', 'b']) writeModules(folder.path, program(hash), NOW);
  expect(statSync(join(folder.path, 'main.mjs')).mtimeMs).toBe(NOW);
  expect(readdirSync(folder.path)).toContain('part-a.mjs');
});

it('leaves a module that is there as it is: somebody may be reading it', () => {
  using folder = temporaryFolder();
  writeModules(folder.path, program('a'), NOW);
  const before = statSync(join(folder.path, 'part-a.mjs')).ino;
  writeModules(folder.path, [{ name: 'main.mjs', text: 'other' }, ...program('a').slice(1)], NOW);
  expect(statSync(join(folder.path, 'part-a.mjs')).ino).toBe(before);
});

it('refuses a build that nothing can be started by', () => {
  using folder = temporaryFolder();
  expect(() => writeModules(folder.path, program('a').slice(1), NOW)).toThrow('main.mjs');
});
