import { expect, it } from 'vitest';
import { z } from 'zod';
import { durationSchema } from './duration-schema.ts';
import { formatDuration } from './duration.ts';

it.each([
  { text: '500ms', ms: 500 },
  { text: '15s', ms: 15_000 },
  { text: '5m', ms: 300_000 },
  { text: '26h', ms: 93_600_000 },
  { text: '7d', ms: 604_800_000 },
  { text: '1.5h', ms: 5_400_000 },
  { text: '0s', ms: 0 },
])('reads $text', ({ text, ms }) => {
  expect(durationSchema().parse(text)).toBe(ms);
});

it.each(['', '5', 's', '5 m', '-5s', '5m30s', '5w', 5])('refuses %j', (text) => {
  const { error } = durationSchema().safeParse(text);
  expect(error?.issues).toHaveLength(1);
});

it('takes its default as it is written', () => {
  const schema = z.strictObject({ timeout: durationSchema().prefault('10s') });
  expect(schema.parse({})).toEqual({ timeout: 10_000 });
  expect(z.toJSONSchema(schema, { io: 'input' }).properties?.['timeout']).toMatchObject({ default: '10s' });
});

it.each([
  { ms: 90_000, text: '90s' },
  { ms: 300_000, text: '5m' },
  { ms: 86_400_000, text: '1d' },
  { ms: 1_500, text: '1500ms' },
  { ms: 0, text: '0ms' },
])('writes $ms as $text', ({ ms, text }) => {
  expect(formatDuration(ms)).toBe(text);
});

it('keeps to its limits', () => {
  const schema = durationSchema({ minMs: 1000, maxMs: 60_000 });
  expect(['1s', '60s'].map((text) => schema.safeParse(text).success)).toEqual([true, true]);
  expect(['999ms', '61s'].map((text) => schema.safeParse(text).success)).toEqual([false, false]);
});
