import { expect, it } from 'vitest';
import { formatValue } from './format-value.ts';

const rows: [number | null, string, string][] = [
  [95.24, 'percent', '95.2 %'],
  [0, 'percent', '0 %'],
  [100, 'percent', '100 %'],
  [512, 'bytes', '512 B'],
  [1536, 'bytes', '1.5 KiB'],
  [3 * 2 ** 40, 'bytes', '3 TiB'],
  [2 ** 62, 'bytes', '4096 PiB'],
  [2048, 'bytes/s', '2 KiB/s'],
  [0.25, 'seconds', '250 ms'],
  [42, 'seconds', '42 s'],
  [119.9, 'seconds', '120 s'],
  [120, 'seconds', '2 min'],
  [3600, 'seconds', '1 h'],
  [3 * 86_400 + 4 * 3600 + 59 * 60, 'seconds', '3 d 4 h'],
  [2 * 86_400 + 30, 'seconds', '2 d'],
  [-61, 'seconds', '-61 s'],
  [-7200, 'seconds', '-2 h'],
  [250, 'milliseconds', '250 ms'],
  [5e9, 'nanoseconds', '5 s'],
  [1.5, 'count/s', '1.5/s'],
  [61.25, 'celsius', '61.3 °C'],
  [12.04, 'volts', '12 V'],
  [1200, 'rpm', '1200 rpm'],
  [2.345, 'none', '2.35'],
  [123_456.7, 'count', '123457'],
  [null, 'percent', '?'],
  [Number.NaN, 'percent', '?'],
];

it.each([
  [0.25, 'seconds', '250 毫秒'],
  [42, 'seconds', '42 秒'],
  [2 * 86_400 + 3600, 'seconds', '2 天 1 小时'],
  [120_000, 'milliseconds', '2 分钟'],
  [95.24, 'percent', '95.2 %'],
] as const)('%d %s is %s in Chinese', (value, unit, expected) => {
  expect(formatValue(value, unit, 'zh-CN')).toBe(expected);
});

it.each(rows)('%d %s is %s', (value, unit, expected) => {
  expect(formatValue(value, unit)).toBe(expected);
});
