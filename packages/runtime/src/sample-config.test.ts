import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig } from './config.ts';
import { sampleConfig } from './sample-config.ts';
import { secretSchema } from './secret-schema.ts';

const schema = z.strictObject({
  http: z
    .strictObject({
      port: z.int().default(8080).describe('Where people come in'),
      publicUrl: z
        .url()
        .optional()
        .meta({ examples: ['https://watch.example'] })
        .describe('As seen from outside'),
    })
    .prefault({})
    .describe('Doors'),
  broker: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('external'), url: z.string(), password: secretSchema }),
      z.strictObject({ kind: z.literal('embedded'), mqttPort: z.int().default(1883) }),
    ])
    .prefault({ kind: 'embedded' }),
  remote: z
    .strictObject({ address: z.url(), queueMiB: z.int().default(512) })
    .optional()
    .describe('A copy'),
  people: z.array(z.strictObject({ name: z.string(), pagers: z.array(z.string()).default([]) })).default([]),
  tags: z.record(z.string(), z.string()).default({}),
  level: z.enum(['info', 'warn']).default('info'),
});

const sample = sampleConfig(schema, 'Everything');

describe('a sample config', () => {
  it('means the same as saying nothing', () => {
    const parse = (text: string) => parseConfig(schema, { name: 'sample', text, env: {} });
    expect(parse(sample)).toEqual(parse(''));
  });

  it.each([
    'port',
    'publicUrl',
    'url',
    'password',
    'mqttPort',
    'address',
    'queueMiB',
    'people',
    'name',
    'pagers',
    'tags',
    'level',
  ])('shows %s', (key) => {
    expect(sample).toMatch(new RegExp(`^[# -]*${key}: ?\\S*`, 'm'));
  });

  it('reads as a person would write it', () => {
    expect(sample).toBe(`# Everything
# Doors
http:
  # Where people come in
  port: 8080
  # As seen from outside
  # publicUrl: https://watch.example
broker:
  kind: embedded
  mqttPort: 1883
# or
# broker:
#   kind: external
#   url: ...
#   password: env:NAME
# A copy
# remote:
#   address: ...
#   queueMiB: 512
people: []
# people:
#   - name: ...
#     pagers: []
tags: {}
level: info
`);
  });

  it('shows a section that must be given as something to fill in', () => {
    const strict = z.strictObject({ mail: z.strictObject({ to: z.string() }) });
    expect(sampleConfig(strict, 'Mail')).toBe('# Mail\nmail:\n  to: ...\n');
  });
});
