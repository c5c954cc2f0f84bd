import type { LocationKind } from '@watchcase/protocol/light';
import { type Fault, UserError } from '@watchcase/runtime/light';
import type { AgentConfig } from './config.ts';

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
  /** 1 for the first entry of its job, 2 for the next … */
  part: number;
  /** How far the copies are from what they save. */
  place: LocationKind;
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
  const entries = config.backups as (Pick<ChosenBackup, 'job' | 'tool' | 'place' | 'options'> & {
    interval: number;
  })[];
  const backups = entries.map(({ job, tool, place, interval: intervalMs, options }, index) => ({
    job,
    tool,
    place,
    part: 1 + entries.slice(0, index).filter((before) => before.job === job).length,
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
