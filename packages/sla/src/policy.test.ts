import { describe, expect, it } from 'vitest';
import { findPolicy, standardPolicy } from './policy.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;
const presets: [string, string, number, number][] = [
  ['critical', 'software', 15 * MIN, 4 * HOUR],
  ['critical', 'data', 15 * MIN, 6 * HOUR],
  ['critical', 'network', 15 * MIN, 3 * HOUR],
  ['critical', 'hardware', 15 * MIN, DAY],
  ['critical', 'security', 15 * MIN, 4 * HOUR],
  ['critical', 'usage', 15 * MIN, 4 * HOUR],
  ['major', 'network', 30 * MIN, DAY],
  ['major', 'data', 30 * MIN, DAY],
  ['minor', 'software', HOUR, DAY],
  ['advisory', 'usage', 4 * HOUR, 14 * DAY],
];

describe('the preset "standard"', () => {
  it.each(presets)('%s %s', (severity, category, respondMs, resolveMs) => {
    expect([standardPolicy.respondMs(severity), standardPolicy.resolveMs(severity, category)]).toEqual([
      respondMs,
      resolveMs,
    ]);
  });

  it('is found by the name that cases keep, and no other is', () => {
    expect(findPolicy('standard@1')).toBe(standardPolicy);
    expect(() => findPolicy('standard@2')).toThrow(/unknown service policy standard@2/);
  });
});
