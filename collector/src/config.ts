import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { brokerConfigSchema } from './broker/index.ts';
import { historyConfigSchema } from './history/index.ts';
import { channelInstanceSchema, dutySchema } from './notify/index.ts';
import { storeConfigSchema } from './store/index.ts';

const httpSchema = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address the console and API listen on; 0.0.0.0 for all'),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('TCP port of the console and API; 0 picks a free one'),
  publicUrl: z
    .url()
    .optional()
    .meta({ examples: ['https://watchcase.example.com'] })
    .describe('Address under which people reach the console; links in pages begin with it'),
});

const settings = z.strictObject({
  http: httpSchema.prefault({}).describe('Console and API'),
  broker: brokerConfigSchema.prefault({ kind: 'embedded' }).describe('Where agents connect'),
  store: storeConfigSchema.prefault({ kind: 'sqlite' }).describe('Where cases, alerts and pages are kept'),
  history: historyConfigSchema.prefault({}).describe('Where readings are kept'),
  rules: z
    .strictObject({
      folder: z.string().default(bundledRules()).describe('Folder with the rule packs (*.yaml)'),
    })
    .prefault({})
    .describe('Alert rules'),
  channels: z.array(channelInstanceSchema).default([]).describe('Ways to reach people'),
  duty: dutySchema.default([]).describe('Who is paged, and by which channels'),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error'])
        .default('info')
        .describe('How much is logged to standard error'),
    })
    .prefault({})
    .describe('Log'),
});

/** Everything the collector can be told, with its default. A duty that names a channel which is not there is a fault. */
export const configSchema = settings.superRefine((config, context) => {
  const names = config.channels.map((channel) => channel.name);
  for (const [index, person] of config.duty.entries()) {
    for (const [at, name] of person.channels.entries()) {
      if (names.includes(name)) continue;
      const message = `"${name}" is not one of the channels (${names.join(', ') || 'there are none'})`;
      context.addIssue({ code: 'custom', path: ['duty', index, 'channels', at], message });
    }
  }
});
export type CollectorConfig = z.output<typeof configSchema>;

function bundledRules(): string {
  return fileURLToPath(new URL('../../rules', import.meta.url));
}
