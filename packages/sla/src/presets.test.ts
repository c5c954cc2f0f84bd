import { calendarSchema, shippedCalendars } from '@watchcase/calendar';
import { describe, expect, it } from 'vitest';
import { clocksOf } from './clocks.ts';
import { policySchema } from './policy-schema.ts';
import { presets, resolveBefore } from './presets.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;
/** What cases without terms keep for ever. */
const before: [string, string, number, number][] = [
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

describe('presets', () => {
  it.each(before)('without terms: %s %s', (...[severity, category, respondMs, resolveMs]) => {
    const opened = { time: 0, kind: 'opened', data: { severity, category } };
    expect(clocksOf([opened], resolveBefore).map(({ target, limitMs }) => [target, limitMs])).toEqual([
      ['respond', respondMs],
      ['resolve', resolveMs],
    ]);
  });

  it.each(Object.entries(presets))('%s is what a person could have written, by its name', (name, policy) => {
    expect(policySchema.parse(structuredClone(policy))).toEqual(policy);
    expect(name).toMatch(new RegExp(`^${policy.id}@\\d+$`));
  });

  it.each(Object.entries(shippedCalendars))('so is calendar %s', (id, calendar) => {
    expect(calendarSchema.parse(structuredClone(calendar))).toEqual(calendar);
    expect(calendar.id).toBe(id);
  });
});
