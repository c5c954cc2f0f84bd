import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { ownProcessMark } from '../host/index.ts';
import type { CommandNeeds } from './needs.ts';
import { createOutputTail, type OutputTail } from './output-tail.ts';
import { nobodysFolder, OUTPUT_CHARACTERS, reportBackup } from './report-backup.ts';

/** How the command ended. */
interface Ending {
  exitCode: number;
  output: string;
}

/** Background processes may hold the output open after the command itself has ended. */
const DRAIN_MS = 1000;
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const KILLED = 128;

/** What is wanted of a run. */
export interface BackupRun {
  job: string;
  command: readonly string[];
  /** Exit codes that mean a usable backup all the same. */
  warnings: ReadonlySet<number>;
  /** Standard output is a log as well, and not the backup itself. */
  reportStdout: boolean;
}

/** Runs a backup and reports its start and end; exits as the command does, whatever becomes of the reports. */
export async function runBackup(
  { job, command, warnings, reportStdout }: BackupRun,
  needs: CommandNeeds & { state: string },
): Promise<number> {
  const { clock, state } = needs;
  const run = randomUUID();
  const startedAt = clock.monotonic();
  const beginning = { job, run, process: ownProcessMark() };
  const fault = reportBackup(state, clock.now(), { kind: 'backup-start', data: beginning });
  tell(needs, fault ?? nobodysFolder(state));
  const { exitCode, output } = await runToEnd(command, needs, reportStdout);
  const data = {
    job,
    run,
    ok: exitCode === 0 || warnings.has(exitCode),
    exitCode,
    durationSeconds: Math.round(clock.monotonic() - startedAt) / 1000,
    sizeBytes: null,
    output,
  };
  tell(needs, reportBackup(state, clock.now(), { kind: 'backup-end', data }));
  return exitCode;
}

function tell(needs: CommandNeeds, fault: Error | undefined): void {
  if (fault !== undefined) needs.complain(`watchcase-agent: ${fault.message}`);
}

function runToEnd(
  [program = '', ...args]: readonly string[],
  needs: CommandNeeds,
  reportStdout: boolean,
): Promise<Ending> {
  // What is data goes from the command to its reader without us: it is slowed down and stopped by that reader alone.
  const stdio: StdioOptions = ['inherit', reportStdout ? 'pipe' : 'inherit', 'pipe'];
  const tail = createOutputTail(OUTPUT_CHARACTERS);
  return new Promise((resolve) => {
    // The files a backup makes are its own affair.
    const child = needs.withCallersUmask(() => spawn(program, args, { stdio }));
    passOn(child, tail);
    const forget = needs.onSignal((signal) => forward(child, signal));
    const end = (exitCode: number) => {
      forget();
      resolve({ exitCode, output: tail.text() });
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      const sentence = `${program}: ${error.code === 'ENOENT' ? 'command not found' : error.message}`;
      needs.complain(`watchcase-agent: ${sentence}`);
      tail.add(Buffer.from(sentence));
      end(error.code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE);
    });
    child.once('exit', (code, signal) => {
      const exitCode = code ?? KILLED + (signal === null ? 0 : constants.signals[signal]);
      const timer = needs.clock.after(DRAIN_MS, () => end(exitCode));
      child.once('close', () => {
        timer.cancel();
        end(exitCode);
      });
    });
  });
}

/** What the command prints appears at once, as slowly as whoever reads it. */
function passOn({ stdout, stderr }: ChildProcess, tail: OutputTail): void {
  for (const from of [stdout, stderr]) from?.on('data', (chunk: Buffer) => tail.add(chunk));
  // The reader of messages may go away without stopping the backup; the reader of its output may not: the command gets its SIGPIPE.
  stderr?.pipe(process.stderr, { end: false });
  process.stderr.on('error', () => stderr?.unpipe(process.stderr).resume());
  if (stdout === null) return;
  stdout.pipe(process.stdout, { end: false });
  process.stdout.on('error', () => stdout.destroy());
}

/** A terminal sends its interrupts to the command as well: a second one would count double. */
function forward(child: ChildProcess, signal: NodeJS.Signals): void {
  const sentByTerminal = (signal === 'SIGINT' || signal === 'SIGQUIT') && process.stdin.isTTY;
  if (!sentByTerminal) child.kill(signal);
}
