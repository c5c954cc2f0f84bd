import { expect, it } from 'vitest';
import { backupResult } from './backup-result.ts';
import { continued } from './continued.ts';
import { inventoryParts } from './inventory-lines.ts';
import { axisText, momentText, utcText } from './moment.ts';
import { seriesMatching } from './series-search.ts';
import { rangeMs, ranges, refreshMs } from './time-range.ts';

const one = '2026-03-02T01:00:00.000Z';
const two = '2026-03-02T02:00:00.000Z';

it.each([
  [{ runningSince: null, cutOffAt: null, ok: null }, 'unknown'],
  [{ runningSince: one, cutOffAt: null, ok: null }, 'running'],
  [{ runningSince: one, cutOffAt: two, ok: true }, 'running'],
  [{ runningSince: null, cutOffAt: two, ok: true }, 'cutOff'],
  [{ runningSince: null, cutOffAt: null, ok: true }, 'ok'],
  [{ runningSince: null, cutOffAt: null, ok: false }, 'failed'],
] as const)('a backup job %j is %s', (job, result) => {
  expect(backupResult(job)).toBe(result);
});

it('goes on where the kept points end', () => {
  const kept = { times: [1, 2, 3], values: [10, null, 30] };
  expect(continued(kept, { times: [2, 3, 4], values: [0, 0, 40] })).toEqual({
    times: [1, 2, 3, 4],
    values: [10, null, 30, 40],
  });
  expect(continued(kept, { times: [], values: [] })).toEqual(kept);
  expect(continued({ times: [], values: [] }, kept)).toEqual(kept);
});

it('writes an inventory out in lines, part by part', () => {
  const parts = inventoryParts({
    name: 'db',
    empty: '',
    os: { release: '12', none: null, kernel: { arch: 'x64' } },
    memory: { totalBytes: 34_359_738_368 },
    disks: [{ name: 'sda', type: 'disk', mount: '', sizeBytes: 1024 }, 'raid'],
    network: [],
  });
  expect(parts).toEqual([
    { name: '', lines: [{ name: 'name', text: 'db' }] },
    {
      name: 'os',
      lines: [
        { name: 'release', text: '12' },
        { name: 'kernel.arch', text: 'x64' },
      ],
    },
    { name: 'memory', lines: [{ name: 'total', text: '32 GiB' }] },
    {
      name: 'disks',
      lines: [
        { name: 'sda', text: 'disk · 1 KiB' },
        { name: 'raid', text: '' },
      ],
    },
  ]);
});

it('finds series by every word', () => {
  const series = ['net.bytes_sent{eth1}', 'net.bytes_recv{eth0}', 'cpu.usage'].map((key) => ({
    key,
    measurement: '',
    field: '',
    tags: {},
    unit: 'none',
    value: 0,
  }));
  expect(seriesMatching(series, ' Bytes  eth1 ').map((one) => one.key)).toEqual(['net.bytes_sent{eth1}']);
  expect(seriesMatching(series, '')).toHaveLength(3);
});

it('says moments without ambiguity', () => {
  const ms = Date.parse(two);
  expect(utcText(ms)).toBe('2026-03-02 02:00:00 UTC');
  expect(momentText(ms, 'en')).toMatch(/2 Mar.*\d\d:00:00/);
  expect(momentText(ms, 'zh-CN')).toMatch(/3月2日.*\d\d:00:00/);
  expect(axisText(ms / 1000, 3600, 'en')).toMatch(/^\d\d:00$/);
  expect(axisText(ms / 1000, 30, 'en')).toMatch(/^\d\d:00:00$/);
  expect(axisText(ms / 1000, 86_400, 'en')).toMatch(/2 Mar/);
});

it('reads a chart again about as often as it gains a point', () => {
  for (const range of ranges) expect(refreshMs(range)).toBeLessThanOrEqual(rangeMs(range) / 300);
});
