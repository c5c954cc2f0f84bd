import { createHash } from 'node:crypto';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import type { AgentConfig } from '../config.ts';
import { writeChecked } from './checked-config.ts';
import { rememberedConfig } from './remembered-config.ts';

/** An installed agent that has kept what was said of `text`. */
function kept(folder: string, text: string, { main = 'main.cjs', config = {} } = {}) {
  const file = join(folder, 'agent.yaml');
  const program = join(folder, main);
  writeFileSync(file, text);
  writeFileSync(program, '');
  const of = { state: folder, file, main: program, version: '1.0.0' };
  const hash = createHash('sha256').update(text).digest('hex');
  const checked = { log: { level: 'info' }, interval: 20_000, ...config } as unknown as AgentConfig;
  rememberedConfig(of).keep(writeChecked({ file, hash, config: checked, warnings: [] }));
  return of;
}

it('gives what was said of the same file by the same program', () => {
  using folder = temporaryFolder();
  const of = kept(folder.path, 'interval: 20s\n# password: env:HIDDEN\n');
  expect(rememberedConfig(of).get()).toMatchObject({ file: of.file, config: { interval: 20_000 } });
});

it.each<[what: string, change: (of: { file: string; main: string; state: string; version: string }) => void]>(
  [
    ['the file', ({ file }) => writeFileSync(file, 'interval: 30s\n')],
    ['the program', ({ main }) => utimesSync(main, 1, 1)],
    ['the version', (of) => (of.version = '1.0.1')],
    ['what was kept', ({ state }) => writeFileSync(join(state, 'checked-config.json'), 'x\n{')],
  ],
)('forgets it when %s has changed', (_what, change) => {
  using folder = temporaryFolder();
  const of = kept(folder.path, 'interval: 20s\n');
  change(of);
  expect(rememberedConfig(of).get()).toBeUndefined();
});

it.each([
  ['a variable', 'probes: { ping: { url: "env:URL" } }\n', {}],
  ['a file', '# one\nprobes: { ping: { url: file:/etc/url } }\n', {}],
  ['a name that is escaped', 'probes: { ping: { url: "\\u0065nv:URL" } }\n', {}],
  ['a secret', 'password: geheim\n', { config: { password: new Secret('geheim') } }],
  ['what a checkout said', 'interval: 20s\n', { main: 'main.ts' }],
])('keeps nothing of %s', (_what, text, how) => {
  using folder = temporaryFolder();
  const of = kept(folder.path, text, how);
  expect(rememberedConfig(of).get()).toBeUndefined();
  expect(readdirSync(folder.path)).not.toContain('checked-config.json');
});
