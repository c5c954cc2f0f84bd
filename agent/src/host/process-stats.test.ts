import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createStatReader } from './process-stats.ts';

it('reads what is new each time, also of a number that is used again', () => {
  using folder = temporaryFolder();
  const process = (pid: string) => join(folder.path, 'proc', pid);
  const put = (pid: string, text: string) => {
    mkdirSync(process(pid), { recursive: true });
    writeFileSync(join(process(pid), 'stat'), text);
  };
  const read = createStatReader(folder.path, (text) => text);
  put('1', 'one');
  put('20', 'two');
  mkdirSync(process('30'));
  mkdirSync(process('sys'));
  expect(Object.fromEntries(read())).toEqual({ 1: 'one', 20: 'two' });
  put('1', 'ONE');
  rmSync(process('20'), { recursive: true });
  expect(Object.fromEntries(read())).toEqual({ 1: 'ONE' });
  put('20', 'another');
  expect(Object.fromEntries(read())).toEqual({ 1: 'ONE', 20: 'another' });
});

/** Stat files that this process holds open. */
function openStats(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)].filter((path) => /^\/proc\/\d+\/stat$/.test(path));
    } catch {
      return [];
    }
  });
}

it.runIf(process.platform === 'linux')('lets go of a process that has ended', async () => {
  const read = createStatReader('', (text) => text);
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  expect(read().get(String(child.pid))).toContain('(sleep)');
  expect(openStats()).toContain(`/proc/${child.pid}/stat`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(read().has(String(child.pid))).toBe(false);
  expect(openStats()).not.toContain(`/proc/${child.pid}/stat`);
});

it('lists them all only where one was begun or has ended since, by the number that was given last', () => {
  using folder = temporaryFolder();
  const path = (of: string) => join(folder.path, 'proc', of);
  const put = (pid: string, text: string) => {
    mkdirSync(path(pid), { recursive: true });
    writeFileSync(join(path(pid), 'stat'), text);
  };
  const parsed: string[] = [];
  const read = createStatReader(folder.path, (text) => {
    parsed.push(text);
    return text;
  });
  put('1', 'one');
  put('20', 'two');
  writeFileSync(path('loadavg'), '0.00 0.00 0.00 1/90 20\n');
  read();
  put('1', 'ONE');
  put('30', 'unseen');
  expect(Object.fromEntries(read())).toEqual({ 1: 'ONE', 20: 'two' });
  expect(parsed).toEqual(['one', 'two', 'ONE']);
  writeFileSync(path('loadavg'), '0.00 0.00 0.00 1/90 30\n');
  expect(Object.fromEntries(read())).toEqual({ 1: 'ONE', 20: 'two', 30: 'unseen' });
});

it("reads the kernel's own threads at each sixth look only, and others each time", () => {
  using folder = temporaryFolder();
  const stat = (pid: number, flags: number, state: string) =>
    `${pid} (kworker/0:0) H) ${state} 2 0 0 0 -1 ${flags} 0 0`;
  const put = (pid: number, flags: number, state: string) => {
    mkdirSync(join(folder.path, 'proc', String(pid)), { recursive: true });
    writeFileSync(join(folder.path, 'proc', String(pid), 'stat'), stat(pid, flags, state));
  };
  const [kernel, program] = [69_238_880, 4_194_560];
  const read = createStatReader(folder.path, (text) => text);
  put(7, kernel, 'I');
  put(8, program, 'S');
  read();
  put(7, kernel, 'D');
  put(8, program, 'D');
  for (let look = 2; look <= 6; look++)
    expect(Object.fromEntries(read())).toEqual({ 7: stat(7, kernel, 'I'), 8: stat(8, program, 'D') });
  expect(read().get('7')).toBe(stat(7, kernel, 'D'));
  put(9, kernel, 'R');
  expect(read().get('9')).toBe(stat(9, kernel, 'R'));
  rmSync(join(folder.path, 'proc/7'), { recursive: true });
  expect([...read().keys()]).toEqual(['8', '9']);
});
