import { expect, it } from 'vitest';
import { createNameTest } from './name-patterns.ts';

it.each([
  { patterns: [], name: 'eth0', matches: false },
  { patterns: ['eth0'], name: 'eth0', matches: true },
  { patterns: ['eth0'], name: 'eth01', matches: false },
  { patterns: ['lo', 'veth*'], name: 'veth12ab', matches: true },
  { patterns: ['sd?'], name: 'sda', matches: true },
  { patterns: ['sd?'], name: 'sda1', matches: false },
  { patterns: ['eth0.1'], name: 'eth0x1', matches: false },
  { patterns: ['br-[a]'], name: 'br-[a]', matches: true },
])('$patterns on $name: $matches', ({ patterns, name, matches }) => {
  expect(createNameTest(patterns)(name)).toBe(matches);
});

it('judges the longest names a machine has by the most stars a config has, at once', () => {
  const started = process.cpuUsage().user;
  expect(createNameTest(['*-'.repeat(60)])(`${'-'.repeat(255)}x`)).toBe(false);
  expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
});
