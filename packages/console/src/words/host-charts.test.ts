import type { LatestSeries } from '@watchcase/api';
import { expect, it } from 'vitest';
import { changed, hostCharts } from './host-charts.ts';

function series(measurement: string, field: string, tags: Record<string, string> = {}): LatestSeries {
  const key = `${measurement}.${field}${JSON.stringify(tags)}`;
  return { key, measurement, field, tags, unit: 'none', value: 1 };
}

function labels(all: readonly LatestSeries[]): Record<string, string[]> {
  return Object.fromEntries(
    hostCharts(all).map((chart) => [
      chart.name,
      chart.lines.map((line) => `${line.label} ${line.word ?? ''}`.trim()),
    ]),
  );
}

it('makes a chart of whatever the host reports, and none of what it does not', () => {
  expect(labels([])).toEqual({});
  expect(
    labels([
      series('cpu', 'usage_idle', { cpu: 'cpu-total' }),
      series('cpu', 'usage_idle', { cpu: 'cpu0' }),
      series('cpu', 'usage_user', { cpu: 'cpu-total' }),
      series('disk', 'used_percent', { path: '/' }),
      series('disk', 'used_percent', { path: '/srv' }),
      series('net', 'bytes_recv', { interface: 'eth0' }),
      series('net', 'bytes_recv', { interface: 'lo' }),
      series('diskio', 'write_bytes', { name: 'sda' }),
    ]),
  ).toEqual({
    cpu: ['cpu-total'],
    disk: ['/', '/srv'],
    network: ['eth0 received'],
    diskio: ['sda written'],
  });
});

it('shows at most eight lines in one chart', () => {
  const disks = Array.from({ length: 20 }, (_, i) => series('disk', 'used_percent', { path: `/${i}` }));
  expect(hostCharts(disks)[0]?.lines).toHaveLength(8);
});

it.each([
  ['none', [1, null, 3], [1, null, 3]],
  ['from-hundred', [1, null, 30], [99, null, 70]],
  ['rate', [10, 20, 40], [null, 1, 2]],
] as const)('changes values: %s', (change, values, shown) => {
  expect(changed(change, [0, 10, 20], values)).toEqual(shown);
});

it('has gaps where a series has no answer', () => {
  expect(changed('rate', [0, 10], undefined)).toEqual([null, null]);
});
