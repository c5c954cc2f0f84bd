import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../test/house/tree.ts';
import { stripElf } from '../node/strip-elf.ts';
import { agentUnit } from './agent-packages.ts';
import { billOfMaterials } from '../bill-of-materials.ts';
import { bundleAgent, writeBundle } from './bundle-agent.ts';
import { launcher } from './launcher.ts';

it('the agent becomes the same modules each time, which need Node alone and say their version', async () => {
  using folder = temporaryFolder();
  const [bundle, again] = [
    await bundleAgent(repositoryRoot, '9.8.7'),
    await bundleAgent(repositoryRoot, '9.8.7'),
  ];
  expect(again).toEqual(bundle);
  const names = bundle.libraries.map((path) => path.split('/').at(-1));
  expect(names).toEqual(expect.arrayContaining(['systeminformation', 'yaml', 'zod']));
  const main = writeBundle(bundle, folder.path);
  const said = (...args: string[]) =>
    execFileSync(process.execPath, [main, ...args], { cwd: '/', encoding: 'utf8' });
  expect(said('--version')).toBe('9.8.7\n');
  expect(said('config', 'sample')).toContain('every setting with its default');
});

it('what runs all the time is one file, apart from the libraries', async () => {
  const { modules } = await bundleAgent(repositoryRoot, '9.8.7');
  const texts = new Map(modules.map(({ name, text }) => [name, text]));
  const loaded = new Set(['main.cjs']);
  // What a function asks for is loaded when that is called.
  const later = /=>(?:\/\*[^*]*\*\/ )?(?:\w+\.\w+\()?require\("[^"]+"\)/g;
  for (const name of loaded)
    for (const [, found = ''] of (texts.get(name) ?? '')
      .replaceAll(later, '')
      .matchAll(/require\("\.\/([^"]+)"\)/g))
      loaded.add(found);
  // What any file of rolldown's may need has a few lines.
  expect([...loaded].filter((name) => name !== 'rolldown-runtime.cjs')).toEqual(['main.cjs']);
  expect(texts.get('main.cjs')).toContain('outbox.db');
  expect(texts.get('main.cjs')?.length).toBeLessThan(200_000);
});

it.skipIf(process.platform !== 'linux')('a program without what debuggers need is smaller and runs', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'node');
  writeFileSync(path, stripElf(readFileSync(process.execPath)), { mode: 0o755 });
  expect(statSync(path).size).toBeLessThan(statSync(process.execPath).size - 10_000_000);
  expect(execFileSync(path, ['--version'], { encoding: 'utf8' })).toBe(`${process.version}\n`);
  expect(() => stripElf(Buffer.from('#!/bin/sh\n'))).toThrow('no 64-bit ELF');
});

it('is started with the options that the checkout’s own launcher has', () => {
  const script = readFileSync(join(repositoryRoot, 'scripts/watchcase-agent'), 'utf8');
  const options = /scripts\/node" (?<options>[^\\]+) \\/.exec(script)?.groups?.['options'] ?? 'none';
  expect(launcher(repositoryRoot, { carried: false })).toContain(
    `"$lib/node" --disable-warning=ExperimentalWarning ${options} "$lib/main.cjs"`,
  );
  expect(launcher(repositoryRoot, { carried: true })).toContain(
    'exec "$lib/ld-linux-x86-64.so.2" --library-path "$lib" "$lib/node"',
  );
});

/** The launcher in a package below `folder`, whose Node is this line of a shell. */
function launcherOf(folder: string, node: string): string {
  for (const name of ['bin', 'lib']) mkdirSync(join(folder, name));
  const script = join(folder, 'bin/watchcase-agent');
  writeFileSync(script, launcher(repositoryRoot, { carried: false }), { mode: 0o755 });
  writeFileSync(join(folder, 'lib/node'), `#!/bin/sh\n${node}\n`, { mode: 0o755 });
  return script;
}

it('keeps compiled code in its own unit’s cache, and leaves that of others alone', () => {
  using folder = temporaryFolder();
  const script = launcherOf(folder.path, 'printf %s "${NODE_COMPILE_CACHE:-none}"');
  const kept = (cache: string) =>
    execFileSync(script, { env: { PATH: '/usr/bin:/bin', CACHE_DIRECTORY: cache }, encoding: 'utf8' });
  expect(['/var/cache/watchcase-agent', '/var/cache/restic', ''].map(kept)).toEqual([
    '/var/cache/watchcase-agent',
    'none',
    'none',
  ]);
});

it('tells the agent which signals its caller ignores, which Node forgets', () => {
  using folder = temporaryFolder();
  const script = launcherOf(folder.path, 'printf %s "$WATCHCASE_IGNORED_SIGNALS"');
  const ignored = (signals: string) =>
    BigInt(`0x${execFileSync('sh', ['-c', `trap '' ${signals}; exec "$0"`, script], { encoding: 'utf8' })}`);
  const [SIGHUP, SIGUSR1] = [1n << 0n, 1n << 9n];
  expect(ignored('HUP USR1') & (SIGHUP | SIGUSR1)).toBe(SIGHUP | SIGUSR1);
  expect(ignored('USR1') & (SIGHUP | SIGUSR1)).toBe(SIGUSR1);
});

it('the bill of materials is the same for the same content, in whatever order it is told', () => {
  const zod = {
    type: 'library',
    name: 'zod',
    version: '4.6.7',
    license: 'MIT',
    purl: 'pkg:npm/zod@4.6.7',
  } as const;
  const yaml = { ...zod, name: 'yaml', version: '2.9.1', license: 'ISC', purl: 'pkg:npm/yaml@2.9.1' };
  const product = {
    ...zod,
    type: 'application',
    name: 'watchcase-agent',
    purl: 'pkg:generic/watchcase-agent@1.0.0',
  } as const;
  const text = billOfMaterials({ product, components: [zod, yaml], sourceDate: 1_790_000_000 });
  expect(billOfMaterials({ product, components: [yaml, zod], sourceDate: 1_790_000_000 })).toBe(text);
  expect(JSON.parse(text)).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: { timestamp: '2026-09-21T14:13:20.000Z' },
    components: [{ name: 'yaml', licenses: [{ license: { id: 'ISC' } }] }, { name: 'zod' }],
  });
});

describeWith('systemd-analyze', 'the agent’s unit', () => {
  it('is exposed less than 2.0 of 10, as systemd itself reckons', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'watchcase-agent.service');
    writeFileSync(file, agentUnit('/usr/bin'));
    const { stdout, stderr } = spawnSync(
      'systemd-analyze',
      ['security', '--offline=true', '--no-pager', file],
      { encoding: 'utf8' },
    );
    const level = Number(
      /Overall exposure level[^:]*: (?<level>[\d.]+)/.exec(stdout)?.groups?.['level'] ?? Number.NaN,
    );
    expect({ stderr, level }).toEqual({ stderr: '', level: 1.7 });
  });
});
