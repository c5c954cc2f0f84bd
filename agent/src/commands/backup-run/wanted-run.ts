import { formatDuration, UserError } from '@watchcase/runtime/light';
import type { Options } from '../needs.ts';
import { durationMs, numberOf, warningsOf } from '../read-option.ts';

/** What becomes of a run whose job is being run already: it runs beside it, is left out, or waits so long at most. */
export type Overlap = { kind: 'beside' } | { kind: 'skip' } | { kind: 'wait'; mostMs: number };

/** What is wanted of a run. Times in milliseconds; undefined = not wanted. */
export interface WantedRun {
  job: string;
  command: readonly string[];
  /** Exit codes that mean a usable backup all the same. */
  warnings: ReadonlySet<number>;
  /** Standard output is a log as well, and not the backup itself. */
  reportStdout: boolean;
  overlap: Overlap;
  /** How long all of its tries may take together. */
  limitMs: number | undefined;
  /** How often the command is run again when it failed. */
  retries: number;
  retryDelayMs: number;
  /** Files with variables for the command and its hooks. */
  envFile: string | undefined;
  /** Lines for a shell, before and after the command. */
  before: string | undefined;
  after: string | undefined;
  hookLimitMs: number;
  /** File, folder or pattern that tells the backup's size. */
  sizeOf: string | undefined;
}

const LONGEST_RUN_MS = 366 * 86_400_000;
const MOST_RETRIES = 100;
const DEFAULTS = { wait: 86_400_000, retryDelay: 60_000, hook: 600_000 };

/** The command behind the two dashes of `backup run` or `backup verify`. Errors: OPTION_MISSING (UserError). */
export function commandOf(act: 'run' | 'verify', command: readonly string[]): readonly string[] {
  if (command[0] !== undefined) return command;
  throw new UserError({
    code: 'OPTION_MISSING',
    place: `backup ${act}`,
    message: `the command that ${act === 'run' ? 'makes' : 'verifies'} the backup is missing`,
    fix: `name it behind two dashes: backup ${act} … -- COMMAND`,
  });
}

/** Time that is wanted of a command, milliseconds; undefined without a limit. Errors: OPTION_INVALID (UserError). */
export function limitOf(options: Options): number | undefined {
  return timeOf('time-limit', options);
}

function timeOf(
  name: 'wait-limit' | 'time-limit' | 'retry-delay' | 'hook-limit',
  options: Options,
): number | undefined {
  return durationMs(`--${name}`, options[name], LONGEST_RUN_MS);
}

/** Reads the options of `backup run`. Errors: OPTION_INVALID, OPTION_MISSING (UserError). */
export function wantedRun(job: string, command: readonly string[], options: Options): WantedRun {
  const time = (name: Parameters<typeof timeOf>[0]) => timeOf(name, options);
  return {
    job,
    command: commandOf('run', command),
    warnings: warningsOf(options.warnings),
    reportStdout: options['report-stdout'],
    overlap: overlapOf(options, time('wait-limit') ?? DEFAULTS.wait),
    limitMs: limitOf(options),
    retries: numberOf('--retries', options.retries, MOST_RETRIES) ?? 0,
    retryDelayMs: time('retry-delay') ?? DEFAULTS.retryDelay,
    envFile: options['env-file'],
    before: options.before,
    after: options.after,
    hookLimitMs: time('hook-limit') ?? DEFAULTS.hook,
    sizeOf: options['size-of'],
  };
}

function overlapOf(options: Options, mostMs: number): Overlap {
  if (options.wait && options['skip-if-running'])
    throw new UserError({
      code: 'OPTION_INVALID',
      place: '--wait',
      message: `either --skip-if-running or --wait (at most ${formatDuration(mostMs)}) was expected, found both`,
    });
  if (options['skip-if-running']) return { kind: 'skip' };
  return options.wait ? { kind: 'wait', mostMs } : { kind: 'beside' };
}
