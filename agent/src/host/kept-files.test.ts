import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createFileReader } from './kept-files.ts';

const onLinux = process.platform === 'linux';
const none = () => {
  throw new Error('read by other means');
};

it('reads a file as it is now, however long it has become', () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'proc'));
  const read = createFileReader(folder.path, none);
  for (const text of ['short', 'ä'.repeat(40_000), '', 'short again']) {
    writeFileSync(join(folder.path, 'proc/stat'), text);
    expect(read('/proc/stat')).toBe(text);
  }
});

it('says that a file is not there, and reads it when it is', () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'proc'));
  const read = createFileReader(folder.path, none);
  expect(() => read('/proc/stat')).toThrow('ENOENT');
  writeFileSync(join(folder.path, 'proc/stat'), 'now');
  expect(read('/proc/stat')).toBe('now');
});

it('leaves files of processes and of people alone', () => {
  const read = createFileReader('', (path) => `other ${path}`);
  for (const path of ['/proc/1/status', '/etc/passwd', '/sys/block/sda/size'])
    expect(read(path)).toBe(`other ${path}`);
});

it.runIf(onLinux)('reads the kernel as opening anew does, with one open file for each', () => {
  const read = createFileReader('', none);
  const open = () => readdirSync('/proc/self/fd').length;
  const paths = ['/proc/self/mountinfo', '/proc/version', '/sys/devices/system/cpu/online'];
  const before = open();
  for (let round = 0; round < 3; round++)
    for (const path of paths) expect(read(path)).toBe(readFileSync(path, 'utf8'));
  const uptime = () => Number(read('/proc/uptime').split(' ')[0]);
  const first = uptime();
  expect(Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])).toBeLessThanOrEqual(uptime() + 0.01);
  expect(uptime()).toBeGreaterThanOrEqual(first);
  expect(open() - before).toBe(paths.length + 1);
});

it('keeps no more files open than it may', () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'proc'));
  const read = createFileReader(folder.path, (path) => readFileSync(folder.path + path, 'utf8'));
  for (let n = 0; n < 40; n++) {
    writeFileSync(join(folder.path, `proc/f${n}`), String(n));
    expect(read(`/proc/f${n}`)).toBe(String(n));
  }
  rmSync(join(folder.path, 'proc/f39'));
  expect(() => read('/proc/f39')).toThrow('ENOENT');
  expect(read('/proc/f0')).toBe('0');
});
