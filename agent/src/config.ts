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
  upgrade: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe(
          'Take other versions of the agent from the collector; only where it was installed by /install',
        ),
      from: z
        .url({ protocol: /^https?$/ })
        .optional()
        .meta({ examples: ['https://watchcase.example.com:8080'] })
        .describe('Where packages are; default: where this host joined'),
      key: z
        .string()
        .regex(/^[\w-]{43}$/, 'expected what "watchcase packages list" says behind sha256:')
        .optional()
        .meta({ examples: ['XohImNooBHFR0OVvjcYpJ3NgPQ1qq73WKhHvch0VQtg'] })
        .describe('The key that signs packages; default: the one that this host’s token named'),
      connectWithin: durationSchema({ minMs: 10_000, maxMs: 3_600_000 })
        .prefault('5m')
        .describe('A new version must have connected by then, or the one before goes on'),
    })
    .prefault({})
    .describe('Other versions of the agent'),
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
