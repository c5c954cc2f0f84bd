import { expect, it } from 'vitest';
import { memoryFields } from './memory-fields.ts';

const GIB = 1024 ** 3;

function valueOf(field: string, info: Record<string, number>): number | null | undefined {
  return memoryFields(new Map(Object.entries(info))).find(([name]) => name === field)?.[2];
}

it.each([
  { total: 16 * GIB, free: 8 * GIB + 100_000, told: 8 * GIB },
  { total: 16 * GIB, free: 8 * GIB + 140_000, told: 8 * GIB + 262_144 },
  { total: 24 * GIB, free: 131_071, told: 0 },
  { total: 24 * GIB, free: 131_073, told: 262_144 },
  { total: 64 * 1024 * 1024, free: 5_121_024, told: 5_121_024 },
  { total: 4096, free: 1023, told: 1023 },
])('tells $free of $total bytes as $told', ({ total, free, told }) => {
  expect(valueOf('free', { MemTotal: total, MemAvailable: 0, MemFree: free })).toBe(told);
});

it('keeps the total exact, and used and available together the total', () => {
  const info = { MemTotal: 24_683_620 * 1024, MemAvailable: 20_936_527 * 1024 };
  expect(valueOf('total', info)).toBe(info.MemTotal);
  expect(Number(valueOf('used', info)) + Number(valueOf('available', info))).toBe(info.MemTotal);
});
