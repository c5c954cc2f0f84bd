import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createLog, systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { readBoot } from './boot.ts';
import { countProcessors } from './count-processors.ts';
import { createHost } from './index.ts';
import { pageBytesOf } from './page-size.ts';

const onLinux = process.platform === 'linux';
const needs = { clock: systemClock, log: createLog('test', 'silent') };

it('reads processes once for a moment', () => {
  using folder = temporaryFolder();
  const host = createHost({ ...needs, root: folder.path });
  const add = (pid: number) => {
    mkdirSync(join(folder.path, 'proc', String(pid)), { recursive: true });
    writeFileSync(join(folder.path, 'proc', String(pid), 'stat'), `${pid} (x) S ${'0 '.repeat(30)}`);
  };
  add(1);
  expect(host.processes(1000).map(({ pid }) => pid)).toEqual([1]);
  add(2);
  expect(host.processes(1000)).toHaveLength(1);
  expect(host.processes(2000).map(({ pid }) => pid)).toEqual([1, 2]);
});

it.each([
  { online: '0', count: 1 },
  { online: '0-3\n', count: 4 },
  { online: '0-3,6,8-10\n', count: 8 },
  { online: null, count: cpus().length },
  { online: '\n', count: cpus().length },
])('counts processors by $online', ({ online, count }) => {
  expect(countProcessors(online)).toBe(count);
});

it.runIf(onLinux)('counts processors of the machine although this program may use one only', () => {
  const script = `import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))}).then(({ createHost }) => console.log(createHost({ clock: {}, log: {} }).processors()))`;
  const limited = execFileSync('taskset', ['--cpu-list', '0', process.execPath, '-e', script], {
    encoding: 'utf8',
  });
  expect(Number(limited)).toBe(createHost(needs).processors());
});

it.runIf(onLinux)('knows the size of a page', () => {
  const bytes = execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' });
  expect(createHost(needs).pageBytes()).toBe(Number(bytes));
  const entry = (key: bigint, value: bigint) => Buffer.from(new BigUint64Array([key, value]).buffer);
  expect(pageBytesOf(Buffer.concat([entry(33n, 6n), entry(6n, 65_536n), entry(0n, 0n)]))).toBe(65_536);
  expect(pageBytesOf(Buffer.alloc(0))).toBe(4096);
});

it.runIf(onLinux)('knows this boot', () => {
  const now = systemClock.now();
  const { bootId, bootTimeMs } = readBoot(createHost(needs), now);
  expect(bootId).toMatch(/^[0-9a-f-]{36}$/);
  expect(bootTimeMs).toBeLessThan(now);
  using empty = temporaryFolder();
  const elsewhere = readBoot(createHost({ ...needs, root: empty.path }), now);
  expect(elsewhere.bootId).toBe('');
  expect(Math.abs(elsewhere.bootTimeMs - bootTimeMs)).toBeLessThan(2000);
});
