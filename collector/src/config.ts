import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { brokerConfigSchema } from './broker/index.ts';
import { historyConfigSchema } from './history/index.ts';
import { channelInstanceSchema, dutySchema } from './notify/index.ts';
import { storeConfigSchema } from './store/index.ts';

const httpSchema = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address the console and API listen on; 0.0.0.0 for all'),
  port: z.int().min(0).max(65_535).default(8080).describe('TCP port of the console and API; 0 picks a free one'),
  publicUrl: z
    .url()
    .optional()
    .meta({ examples: ['https://watchcase.example.com'] })
    .describe('Address under which people reach the console; links in pages begin with it'),
});

/** Everything the collector can be told, with its default. */
export const configSchema = z.strictObject({
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
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('How much is logged to standard error'),
    })
    .prefault({})
    .describe('Log'),
});
export type CollectorConfig = z.output<typeof configSchema>;

function bundledRules(): string {
  return fileURLToPath(new URL('../../rules', import.meta.url));
}
