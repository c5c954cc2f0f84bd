import { randomUUID } from 'node:crypto';
import { parseDuration, UserError } from '@watchcase/runtime/light';
import { runBackup } from './backup-run.ts';
import { type CommandNeeds, type Options, stateFolder } from './needs.ts';
import { nobodysFolder, OUTPUT_CHARACTERS, reportBackup } from './report-backup.ts';

const LONGEST_JOB = 128;
const LARGEST_EXIT_CODE = 255;
const LONGEST_RUN_MS = 366 * 86_400_000;

/** `backup run` and `backup report`. */
export function backupCommand(
  options: Options,
  needs: CommandNeeds,
  rest: readonly string[],
): number | Promise<number> {
  const [act, ...command] = rest;
  if (act !== 'run' && act !== 'report')
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'backup',
      message: '"backup run" or "backup report" was expected',
    });
  const job = jobOf(options);
  if (act === 'report') return report(job, options, needs);
  if (command[0] === undefined)
    throw new UserError({
      code: 'OPTION_MISSING',
      place: 'backup run',
      message: 'the command that makes the backup is missing',
      fix: 'name it behind two dashes: backup run --job NAME -- COMMAND',
    });
  const warnings = warningsOf(options.warnings);
  const run = { job, command, warnings, reportStdout: options['report-stdout'] };
  return runBackup(run, { ...needs, state: stateFolder(options, needs) });
}

/** Here reporting is all there is to do, so that failing to is an error. */
function report(job: string, options: Options, needs: CommandNeeds): number {
  const exitCode = numberOf('--exit-code', options['exit-code'], LARGEST_EXIT_CODE);
  const durationSeconds = durationOf(options.duration);
  const sizeBytes = numberOf('--size', options.size, Number.MAX_SAFE_INTEGER);
  const state = stateFolder(options, needs);
  const fault = reportBackup(state, needs.clock.now(), {
    kind: 'backup-end',
    data: {
      job,
      run: randomUUID(),
      ok: !options.failed && (exitCode ?? 0) === 0,
      exitCode,
      durationSeconds,
      sizeBytes,
      output: (options.output ?? '').slice(-OUTPUT_CHARACTERS),
    },
  });
  const why = fault ?? nobodysFolder(state);
  if (why !== undefined) throw why;
  return 0;
}

function jobOf({ job }: Options): string {
  if (job !== undefined && job !== '' && job.length <= LONGEST_JOB) return job;
  throw new UserError({
    code: job === undefined ? 'OPTION_MISSING' : 'OPTION_INVALID',
    place: '--job',
    message: `a name of 1 to ${LONGEST_JOB} characters was expected`,
  });
}

function numberOf(place: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  if (/^\s*\d+\s*$/.test(text) && Number(text) <= most) return Number(text);
  throw new UserError({
    code: 'OPTION_INVALID',
    place,
    message: `a whole number from 0 to ${most} was expected, found "${text}"`,
  });
}

function warningsOf(text: string | undefined): Set<number> {
  const codes = (text ?? '').split(',').filter((one) => one !== '');
  return new Set(codes.map((one) => numberOf('--warnings', one, LARGEST_EXIT_CODE) ?? 0));
}

function durationOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = parseDuration(text);
  if (ms !== undefined && ms <= LONGEST_RUN_MS) return ms / 1000;
  throw new UserError({
    code: 'OPTION_INVALID',
    place: '--duration',
    message: `a duration such as 90s or 5m, at most a year, was expected, found "${text}"`,
  });
}
