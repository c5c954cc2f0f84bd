import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { formatDuration, isUserError } from '@watchcase/runtime/light';
import { ownProcessMark } from '../../host/index.ts';
import type { CommandNeeds } from '../needs.ts';
import { createOutputTail, type OutputTail } from '../output-tail.ts';
import { nobodysFolder, OUTPUT_CHARACTERS, reportBackup } from '../report-backup.ts';
import { withoutMask } from './inherited.ts';
import { readEnvFile } from './read-env-file.ts';
import { runHook } from './run-hook.ts';
import { sizeOf } from './size-of.ts';
import { pause, sayOf, takeTurn } from './take-turn.ts';
import type { WantedRun } from './wanted-run.ts';
import { type Ending, FURTHER, wrapCommand } from './wrap-command.ts';

type Needs = CommandNeeds & { state: string };

/** How all of a run ended. */
interface Outcome {
  ending: Ending;
  /** Something beside the command went wrong: the backup is there. */
  hasRemarks: boolean;
}

/** What the parts of one run share. */
interface Course {
  env: NodeJS.ProcessEnv;
  tail: OutputTail;
  /** The run was told to end: nothing is tried again. */
  ended: AbortSignal;
  startedAt: number;
}

/** What EX_TEMPFAIL of sysexits.h means: try again later. */
const NOT_NOW = 75;
const FAULT = 1;
const ENDING: ReadonlySet<NodeJS.Signals> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);

/** Runs a backup and reports its start and end; exits as the command does, whatever becomes of the reports. */
export async function runBackup(wanted: WantedRun, needs: Needs): Promise<number> {
  const told: { signal?: NodeJS.Signals } = {};
  const ended = new AbortController();
  const forget = needs.onSignal((signal) => {
    if (!ENDING.has(signal) || needs.inherited().ignored.includes(signal)) return;
    told.signal ??= signal;
    ended.abort();
  }, FURTHER);
  try {
    const turn = await takeTurn(wanted, needs, ended.signal);
    if (turn.kind === 'taken') return await runInTurn(wanted, needs, ended.signal).finally(turn.release);
    needs.complain(`watchcase-agent: ${sayOf(turn, wanted)}`);
    if (turn.kind === 'skipped') return 0;
    if (turn.kind === 'waited-in-vain') reportInVain(wanted, needs, sayOf(turn, wanted));
    return told.signal === undefined ? NOT_NOW : endBy(told.signal, needs);
  } finally {
    forget();
  }
}

function endBy(signal: NodeJS.Signals, needs: Needs): number {
  needs.endBy(signal);
  return 128 + constants.signals[signal];
}

async function runInTurn(wanted: WantedRun, needs: Needs, ended: AbortSignal): Promise<number> {
  const { clock, state } = needs;
  const { job } = wanted;
  const run = randomUUID();
  const tail = createOutputTail(OUTPUT_CHARACTERS);
  const startedAt = clock.monotonic();
  const beginning = { job, run, process: ownProcessMark() };
  const fault = reportBackup(state, clock.now(), { kind: 'backup-start', data: beginning });
  tell(needs, (fault ?? nobodysFolder(state))?.message);
  const { ending, hasRemarks } = await runWithHooks(wanted, needs, { run, tail, ended, startedAt });
  const { exitCode, signal, isOverTime } = ending;
  const ok = signal === null && !isOverTime && (exitCode === 0 || wanted.warnings.has(exitCode));
  const data = {
    job,
    run,
    ok,
    outcome: ok ? (exitCode === 0 && !hasRemarks ? 'success' : 'warnings') : 'failed',
    exitCode,
    durationSeconds: Math.round(clock.monotonic() - startedAt) / 1000,
    sizeBytes: await sizeFor(wanted, needs, ok),
    output: tail.text(),
  };
  tell(needs, reportBackup(state, clock.now(), { kind: 'backup-end', data })?.message);
  if (signal !== null) needs.endBy(signal);
  return exitCode;
}

function tell(needs: Needs, message: string | undefined): void {
  if (message !== undefined) needs.complain(`watchcase-agent: ${message}`);
}

/** What goes wrong beside the command is said to whoever reads its messages, and reported. */
function remark(needs: Needs, tail: OutputTail, message: string): void {
  tell(needs, message);
  tail.add(Buffer.from(`watchcase-agent: ${message}\n`));
}

async function runWithHooks(
  wanted: WantedRun,
  needs: Needs,
  { run, ...course }: Omit<Course, 'env'> & { run: string },
): Promise<Outcome> {
  const { tail } = course;
  let env: NodeJS.ProcessEnv;
  try {
    env = environmentOf(wanted, needs);
  } catch (error) {
    if (!isUserError(error)) throw error;
    remark(needs, tail, error.message);
    return { ending: { exitCode: FAULT, signal: null, isOverTime: false }, hasRemarks: true };
  }
  const hookEnv = { ...env, WATCHCASE_JOB: wanted.job, WATCHCASE_RUN: run };
  const hook = { env: hookEnv, limitMs: wanted.hookLimitMs };
  const before =
    wanted.before === undefined
      ? undefined
      : await runHook({ ...hook, name: 'before', line: wanted.before }, tail, needs);
  if (before?.fault !== undefined) remark(needs, tail, `${before.fault}: the backup was not begun`);
  const ending =
    before?.fault === undefined ? await runTries(wanted, needs, { ...course, env }) : before.ending;
  if (wanted.after === undefined) return { ending, hasRemarks: false };
  const exit = { WATCHCASE_EXIT_CODE: String(ending.exitCode) };
  const after = await runHook(
    { ...hook, name: 'after', line: wanted.after, env: { ...hookEnv, ...exit } },
    tail,
    needs,
  );
  if (after.fault !== undefined) remark(needs, tail, after.fault);
  return { ending, hasRemarks: after.fault !== undefined };
}

/** The command is given what its caller has, and nothing of ours. */
function environmentOf({ envFile }: WantedRun, needs: Needs): NodeJS.ProcessEnv {
  return { ...withoutMask(needs.env), ...(envFile === undefined ? {} : readEnvFile(envFile)) };
}

/** Runs the command until it has made a backup, was killed or told to end, has had its tries, or has had its time. */
async function runTries(wanted: WantedRun, needs: Needs, course: Course): Promise<Ending> {
  const { env, tail, ended, startedAt } = course;
  const { command, reportStdout, limitMs, retries, retryDelayMs, warnings } = wanted;
  const inherited = needs.inherited();
  for (let left = retries; ; left--) {
    const rest =
      limitMs === undefined ? undefined : Math.max(0, limitMs - (needs.clock.monotonic() - startedAt));
    const wrapped = { command, env, inherited, reportStdout, limitMs: rest };
    const ending = await wrapCommand(wrapped, tail, needs);
    if (ending.isOverTime) remark(needs, tail, `stopped: its time of ${formatDuration(limitMs ?? 0)} was up`);
    const isUsable = ending.exitCode === 0 || warnings.has(ending.exitCode);
    if (left === 0 || isUsable || ending.isOverTime || ended.aborted) return ending;
    remark(needs, tail, `exit code ${ending.exitCode}; tried again in ${formatDuration(retryDelayMs)}`);
    await pause(retryDelayMs, needs, ended);
    if (ended.aborted) return ending;
  }
}

/** How large a backup is must not make it a failure. */
async function sizeFor({ sizeOf: path }: WantedRun, needs: Needs, isUsable: boolean): Promise<number | null> {
  if (path === undefined || !isUsable) return null;
  try {
    return await sizeOf(path, needs.clock);
  } catch (error) {
    tell(needs, `the size of the backup is not known (${(error as Error).message})`);
    return null;
  }
}

function reportInVain({ job }: WantedRun, needs: Needs, output: string): void {
  const data = { job, run: randomUUID(), ok: false, outcome: 'failed', exitCode: NOT_NOW, output };
  tell(
    needs,
    reportBackup(needs.state, needs.clock.now(), {
      kind: 'backup-end',
      data: { ...data, durationSeconds: null, sizeBytes: null },
    })?.message,
  );
}
