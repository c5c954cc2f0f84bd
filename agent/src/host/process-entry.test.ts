import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { processEntry, type ProcessFiles } from './process-entry.ts';
import { createStatReader } from './process-stats.ts';

const machine: ProcessFiles = {
  read: (path) => readFileSync(path, 'utf8'),
  list: (path) => readdirSync(path),
  follow: (path) => readlinkSync(path),
};
const readMachine = createStatReader('', (text) => processEntry(text, machine));

describe.runIf(process.platform === 'linux')('on this machine', () => {
  it('reads this process as the system sees it', () => {
    const own = readMachine().get(String(process.pid));
    expect(own?.state).toBe('R');
    expect(own?.threads).toBeGreaterThan(1);
    expect(own?.executable()).toBe(realpathSync(process.execPath));
    expect(own?.userId()).toBe(process.geteuid?.());
    expect(own?.openFiles()).toBeGreaterThan(2);
    expect(own?.arguments()).toEqual(readFileSync('/proc/self/cmdline', 'utf8').split('\0').slice(0, -1));
    expect(own?.isKernels).toBe(false);
    const { user, system } = process.cpuUsage();
    expect(Math.abs((own?.ticks ?? 0) * 10_000 - user - system)).toBeLessThan(500_000);
  });

  it('keeps still about a process that has ended since', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const entry = readMachine().get(String(child.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(entry?.pid).toBe(child.pid);
    expect([entry?.arguments(), entry?.executable(), entry?.userId(), entry?.openFiles()]).toEqual([
      [],
      '',
      null,
      null,
    ]);
  });
});

it('names the program behind a file that an update has replaced', () => {
  const files: ProcessFiles = { ...machine, follow: () => '/usr/sbin/a (deleted)' };
  const entry = processEntry(`7 (a) S ${'0 '.repeat(30)}`, files);
  expect(entry.executable()).toBe('/usr/sbin/a');
});

it.each([
  { why: 'a folder with a space', text: '/opt/My App/server\0-x\0', list: ['/opt/My App/server', '-x'] },
  { why: 'an empty argument', text: 'a\0\0b\0', list: ['a', '', 'b'] },
  {
    why: 'a state that a daemon wrote over them',
    text: 'nginx: worker process\0\0\0',
    list: ['nginx: worker process'],
  },
  { why: 'nothing', text: '', list: [] },
])('tells the arguments apart: $why', ({ text, list }) => {
  const entry = processEntry(`7 (a) S ${'0 '.repeat(30)}`, { ...machine, read: () => text });
  expect(entry.arguments()).toEqual(list);
});

it('knows a thread of the kernel by its flag, not by its memory', () => {
  const stat = (flags: number) => processEntry(`7 (a) S 0 1 1 0 -1 ${flags} ${'0 '.repeat(30)}`, machine);
  expect([stat(0x0020_8040).isKernels, stat(0x0040_0000).isKernels]).toEqual([true, false]);
});
