import { locationKinds } from '@watchcase/protocol';
import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { backupToolOptions } from './backups/options.generated.ts';
import { probeOptions } from './probes/options.generated.ts';

const DAY_MS = 86_400_000;
const interval = () => durationSchema({ minMs: 1000, maxMs: 7 * DAY_MS });

/** A probe's own settings, with those every probe has. */
function probeSection(name: string, options: z.ZodType) {
  if (!(options instanceof z.ZodObject)) throw new Error(`options of probe ${name} must be an object schema`);
  return options
    .safeExtend({
      enabled: z.boolean().default(true).describe('Whether it is read'),
      interval: interval()
        .optional()
        .meta({ examples: ['1m'] })
        .describe('How often; default: interval above'),
    })
    .prefault({})
    .describe(options.description ?? name);
}

function backupSection(name: string, options: z.ZodType) {
  return z.strictObject({
    tool: z.literal(name).describe('What makes the backup'),
    job: z
      .string()
      .min(1)
      .max(128)
      .meta({ examples: ['erp'] })
      .describe('What people call the backup'),
    interval: interval().prefault('5m').describe('How often the tool is asked'),
    place: z
      .enum(locationKinds)
      .default('local')
      .describe(
        'How far the copies are from what they save: local, offsite, or offline (out of reach of the network)',
      ),
    options: options.describe('Settings of the tool'),
  });
}

const sections = Object.entries(probeOptions).map(
  ([name, options]) => [name, probeSection(name, options)] as const,
);
const [firstTool, ...otherTools] = Object.entries(backupToolOptions).map(([name, options]) =>
  backupSection(name, options),
);

/** Everything the agent can be told, with its default. */
export const configSchema = z.strictObject({
  interval: interval().prefault('15s').describe('How often probes are read, such as 15s or 1m'),
  probes: z.strictObject(Object.fromEntries(sections)).prefault({}).describe('What is measured'),
  backups: z
    .array(firstTool === undefined ? z.never() : z.discriminatedUnion('tool', [firstTool, ...otherTools]))
    .default([])
    .describe('Backups whose age, size and number are watched'),
  outbox: z
    .strictObject({
      maxMiB: z
        .int()
        .min(1)
        .max(65_536)
        .default(256)
        .describe(
          'Disk space for what waits while the collector is away; beyond it the oldest readings go first',
        ),
    })
    .prefault({})
    .describe('Readings on disk'),
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
export type AgentConfig = z.output<typeof configSchema>;
