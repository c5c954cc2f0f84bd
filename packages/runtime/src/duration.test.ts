import { expect, it } from 'vitest';
import { z } from 'zod';
import { durationSchema } from './duration.ts';

it.each([
  { text: '500ms', ms: 500 },
  { text: '15s', ms: 15_000 },
  { text: '5m', ms: 300_000 },
  { text: '26h', ms: 93_600_000 },
  { text: '7d', ms: 604_800_000 },
  { text: '0s', ms: 0 },
])('reads $text', ({ text, ms }) => {
  expect(durationSchema.parse(text)).toBe(ms);
});

it.each(['', '5', 's', '5 m', '-5s', '1.5h', '5m30s', '5w', 5])('refuses %j', (text) => {
  const { error } = durationSchema.safeParse(text);
  expect(error?.issues).toHaveLength(1);
});

it('takes its default as it is written', () => {
  const schema = z.strictObject({ timeout: durationSchema.prefault('10s') });
  expect(schema.parse({})).toEqual({ timeout: 10_000 });
  expect(z.toJSONSchema(schema, { io: 'input' }).properties?.['timeout']).toMatchObject({ default: '10s' });
});
