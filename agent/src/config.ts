import { durationSchema, type Fault, UserError } from '@watchcase/runtime';
import { z } from 'zod';
import { backupTools } from './backups/registry.generated.ts';
import { probes } from './probes/registry.generated.ts';

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
    options: options.describe('Settings of the tool'),
  });
}

const sections = Object.entries(probes).map(
  ([name, probe]) => [name, probeSection(name, probe.options)] as const,
);
const [firstTool, ...otherTools] = Object.entries(backupTools).map(([name, tool]) =>
  backupSection(name, tool.options),
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

/** One probe that is switched on. Its options are those of its own schema. */
export interface ChosenProbe {
  name: string;
  intervalMs: number;
  options: unknown;
}

/** One backup job to watch. */
export interface ChosenBackup {
  job: string;
  tool: string;
  intervalMs: number;
  options: unknown;
}

/** What the config says is to be read. */
export interface Chosen {
  probes: ChosenProbe[];
  backups: ChosenBackup[];
}

const MOST_STREAMS = 12;

/** Takes probes and backups out of a parsed config. Errors: CONFIG_INVALID when they make more streams than a host may have. */
export function chosenOf(config: AgentConfig): Chosen {
  const sections = config.probes as Record<string, { enabled: boolean; interval?: number }>;
  const probes = Object.entries(sections)
    .filter(([, section]) => section.enabled)
    .map(([name, section]) => ({
      name,
      intervalMs: section.interval ?? config.interval,
      options: ownOptions(section),
    }));
  const entries = config.backups as { job: string; tool: string; interval: number; options: unknown }[];
  const backups = entries.map(({ job, tool, interval: intervalMs, options }) => ({
    job,
    tool,
    intervalMs,
    options,
  }));
  const intervals = new Set([...probes, ...backups].map((one) => one.intervalMs));
  if (intervals.size > MOST_STREAMS) throw new UserError(tooManyIntervals(intervals.size));
  return { probes, backups };
}

function ownOptions(section: object): object {
  return Object.fromEntries(
    Object.entries(section).filter(([key]) => key !== 'enabled' && key !== 'interval'),
  );
}

function tooManyIntervals(count: number): Fault {
  return {
    code: 'CONFIG_INVALID',
    place: 'interval',
    message: `${count} different intervals are in use; at most ${MOST_STREAMS} are possible`,
  };
}
