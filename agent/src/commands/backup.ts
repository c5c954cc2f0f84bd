import { randomUUID } from 'node:crypto';
import { describeFault, UserError } from '@watchcase/runtime/light';
import { runBackup } from './backup-run/index.ts';
import { verifyBackup } from './backup-run/verify.ts';
import { wantedRun } from './backup-run/wanted-run.ts';
import { type CommandNeeds, type Options, stateFolder } from './needs.ts';
import { durationMs, jobOf, LARGEST_EXIT_CODE, numberOf, strangeOption, warningsOf } from './read-option.ts';
import { nobodysFolder, OUTPUT_CHARACTERS, reportBackup } from './report-backup.ts';

const LONGEST_RUN_MS = 366 * 86_400_000;

/** What each of them is told by options, beside the state folder. */
const KNOWN = {
  run: [
    'job',
    'warnings',
    'report-stdout',
    'skip-if-running',
    'wait',
    'wait-limit',
    'time-limit',
    'retries',
    'retry-delay',
    'env-file',
    'before',
    'after',
    'hook-limit',
    'size-of',
  ],
  verify: ['job', 'location', 'damaged', 'time-limit', 'env-file'],
  report: ['job', 'exit-code', 'failed', 'warnings', 'size', 'duration', 'output'],
} as const;

/** `backup run`, `backup verify` and `backup report`. */
export function backupCommand(
  options: Options,
  needs: CommandNeeds,
  rest: readonly string[],
): number | Promise<number> {
  const [act, ...command] = rest;
  if (act !== 'run' && act !== 'verify' && act !== 'report')
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'backup',
      message: '"backup run", "backup verify" or "backup report" was expected',
    });
  const strange = strangeOption(`backup ${act}`, options, KNOWN[act]);
  // A line of a cron table that made a backup until now goes on making it.
  if (strange !== undefined) needs.complain(describeFault(strange));
  const job = jobOf(options);
  if (act === 'report') return report(job, options, needs);
  const own = { ...needs, state: stateFolder(options, needs) };
  if (act === 'verify') return verifyBackup(job, command, { options, needs: own });
  return runBackup(wantedRun(job, command, options), own);
}

/** Here reporting is all there is to do, so that failing to is an error. */
function report(job: string, options: Options, needs: CommandNeeds): number {
  const exitCode = numberOf('--exit-code', options['exit-code'], LARGEST_EXIT_CODE);
  const durationSeconds = durationMs('--duration', options.duration, LONGEST_RUN_MS);
  const sizeBytes = numberOf('--size', options.size, Number.MAX_SAFE_INTEGER);
  const isWarning = warningsOf(options.warnings).has(exitCode ?? 0);
  const ok = !options.failed && (exitCode === null || exitCode === 0 || isWarning);
  const state = stateFolder(options, needs);
  const fault = reportBackup(state, needs.clock.now(), {
    kind: 'backup-end',
    data: {
      job,
      run: randomUUID(),
      ok,
      outcome: ok ? (isWarning ? 'warnings' : 'success') : 'failed',
      exitCode,
      durationSeconds: durationSeconds === undefined ? null : durationSeconds / 1000,
      sizeBytes,
      output: (options.output ?? '').slice(-OUTPUT_CHARACTERS),
    },
  });
  const why = fault ?? nobodysFolder(state);
  if (why !== undefined) throw why;
  return 0;
}
