import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { repositoryRoot } from '../house/tree.ts';

/** What to run, and how to see that it is ready. */
export interface ProgramOptions {
  /** Name for error messages. */
  name: string;
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** What it gets when the test's own process ends; SIGKILL without it. */
  lastSignal?: NodeJS.Signals;
  /** Neither throws nor gives undefined or false once the program serves; asked until then. */
  ready(output: () => string): unknown;
  /** Most time to become ready, milliseconds. */
  timeoutMs?: number;
}

/** A real program, running as a child of the test. */
export interface Program {
  readonly pid: number;
  /** Everything it has written to standard output and standard error so far. */
  output(): string;
  running(): boolean;
  /** Sends a signal and waits for its end; SIGKILL when it does not end within `deadlineMs`. Gives its exit code, null after a signal. */
  end(signal: NodeJS.Signals, deadlineMs?: number): Promise<number | null>;
  /** Resolves with the exit code (null after a signal) when it ends by itself. */
  readonly ended: Promise<number | null>;
}

/** Runs a file under the pinned Node. */
export const nodeCommand = join(repositoryRoot, 'scripts/node');

const children = new Map<ChildProcess, NodeJS.Signals>();
process.once('exit', () => {
  for (const [child, signal] of children) child.kill(signal);
});

/** Starts a program and waits until it serves; whatever it wrote is in the error when it does not. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const program = launch(options);
  try {
    await eventually(
      async () => {
        if (!program.running()) return 'ended';
        return (await options.ready(() => program.output())) !== false;
      },
      { timeoutMs: options.timeoutMs ?? 30_000 },
    );
    if (!program.running()) throw new Error('it ended at once');
    return program;
  } catch (error) {
    await program.end('SIGKILL');
    throw new Error(
      `${options.name} did not start: ${(error as Error).message}\n${program.output().slice(-4000)}`,
      {
        cause: error,
      },
    );
  }
}

/** Starts a program without waiting for anything. */
export function launch(
  options: Pick<ProgramOptions, 'command' | 'args' | 'env' | 'name' | 'lastSignal'>,
): Program {
  const child = spawn(options.command, options.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  children.set(child, options.lastSignal ?? 'SIGKILL');
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.once('error', (error) => (output += `${options.command}: ${error.message}\n`));
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
  void ended.then(() => children.delete(child));

  return {
    pid: child.pid ?? 0,
    output: () => output,
    running: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    ended,
    async end(signal, deadlineMs = 10_000) {
      child.kill(signal);
      const timer = systemClock.after(deadlineMs, () => child.kill('SIGKILL'));
      const code = await ended;
      timer.cancel();
      return code;
    },
  };
}
