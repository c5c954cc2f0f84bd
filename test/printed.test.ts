import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeLines } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { repositoryRoot } from './house/tree.ts';

const NASTY = 'db1\u001B]0;owned\u0007\u202Egood\u200B\u009B31m';

/** What a program prints, to whichever output. */
function printed(program: string, args: readonly string[]): string {
  const main = join(repositoryRoot, program, 'src/main.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  return stdout + stderr;
}

it.each([
  [
    'a config file that is not there',
    'collector',
    (folder: string) => ['config', 'check', '--config', join(folder, NASTY)],
  ],
  [
    'a config file without faults',
    'collector',
    (folder: string) => ['config', 'check', '--config', join(folder, NASTY, 'good.yaml')],
  ],
  [
    'a setting that does not exist',
    'collector',
    (folder: string) => ['config', 'check', '--config', join(folder, 'bad.yaml')],
  ],
  ['a rule pack with faults', 'collector', (folder: string) => ['rules', 'check', join(folder, NASTY)]],
  ['an unknown command', 'collector', () => [NASTY]],
  [
    'a setting that does not exist',
    'agent',
    (folder: string) => ['config', 'check', '--config', join(folder, 'bad.yaml')],
  ],
  [
    'a config file without faults',
    'agent',
    (folder: string) => ['config', 'check', '--config', join(folder, NASTY, 'good.yaml')],
  ],
  [
    'what it watches',
    'agent',
    (folder: string) => ['check', '--config', join(folder, 'watch.yaml'), '--state', join(folder, 'state')],
  ],
  ['an unknown command', 'agent', () => [NASTY]],
] as [string, string, (folder: string) => string[]][])(
  '%s, as the %s prints it, steers no terminal',
  (_what, program, args) => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, NASTY));
    mkdirSync(join(folder.path, 'state'));
    writeFileSync(join(folder.path, NASTY, 'good.yaml'), '');
    writeFileSync(join(folder.path, NASTY, 'pack.yaml'), 'pack: [');
    writeFileSync(join(folder.path, 'bad.yaml'), `${JSON.stringify({ [NASTY]: NASTY })}\n`);
    const watch = { probes: { procstat: { watch: [{ name: NASTY, exe: 'none' }] } } };
    writeFileSync(join(folder.path, 'watch.yaml'), `${JSON.stringify(watch)}\n`);
    const out = printed(program, args(folder.path));
    expect(out).toContain('good');
    expect(out).toBe(safeLines(out));
  },
);
