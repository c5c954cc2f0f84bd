import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listProcesses, type ProcessFiles } from './list-processes.ts';
import { createStatReader } from './process-stats.ts';

const machine: ProcessFiles = {
  read: (path) => readFileSync(path, 'utf8'),
  list: (path) => readdirSync(path),
  follow: (path) => readlinkSync(path),
};

describe.runIf(process.platform === 'linux')('on this machine', () => {
  it('reads this process as the system sees it', () => {
    const own = listProcesses(createStatReader('')().values(), machine).find(
      ({ pid }) => pid === process.pid,
    );
    expect(own?.state).toBe('R');
    expect(own?.threads).toBeGreaterThan(1);
    expect(own?.executable()).toBe(realpathSync(process.execPath));
    expect(own?.userId()).toBe(process.geteuid?.());
    expect(own?.openFiles()).toBeGreaterThan(2);
    expect(own?.commandLine()).toContain('node');
    const { user, system } = process.cpuUsage();
    expect(Math.abs((own?.ticks ?? 0) * 10_000 - user - system)).toBeLessThan(500_000);
  });

  it('keeps still about a process that has ended since', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const entry = listProcesses(createStatReader('')().values(), machine).find(
      ({ pid }) => pid === child.pid,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(entry?.pid).toBe(child.pid);
    expect([entry?.commandLine(), entry?.executable(), entry?.userId(), entry?.openFiles()]).toEqual([
      '',
      '',
      null,
      null,
    ]);
  });
});

it('names the program behind a file that an update has replaced', () => {
  const files: ProcessFiles = { ...machine, follow: () => '/usr/sbin/a (deleted)' };
  const [entry] = listProcesses([`7 (a) S ${'0 '.repeat(30)}`], files);
  expect(entry?.executable()).toBe('/usr/sbin/a');
});
