import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '@watchcase/runtime/light';
import { baseEnvironment, type Environment } from './base-environment.ts';
import { gather } from './gather.ts';
import { homeFolder } from './home-folder.ts';

/** A program to run; secrets go into `env`, never into `args`, which every user of the machine can read. */
export interface CommandRequest {
  program: string;
  args: readonly string[];
  /** Its whole environment besides that of baseEnvironment. */
  env?: Readonly<Record<string, string>>;
  /** What it reads from standard input; nothing by default. */
  stdin?: string;
  /** What takes its standard output as it comes: then no more than the beginning of it is kept. */
  take?: (chunk: Buffer) => void;
  timeoutMs: number;
}

/** How it ended. `code` is null when it was killed or could not be started. Output is cut at 16 MiB, and that which is taken as it comes at 4 KiB. */
export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Why there is no code: ENOENT, timed out … */
  failure: string | null;
}

const MOST_BYTES = 16 * 1_048_576;
/** Of what somebody else takes, what a person may have to read. */
const BEGINNING_BYTES = 4096;
const isWindows = process.platform === 'win32';

/** Runs a program to its end, without a shell; kills it and all it has started when its time is up. Of the agent's own environment (`own`) it has what Windows needs. Never rejects. */
export function runProgram(
  clock: Clock,
  request: CommandRequest,
  own: Environment = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    let child: ChildProcessByStdio<Writable | null, Readable, Readable>;
    try {
      child = start(request, own);
    } catch (error) {
      resolve({ code: null, stdout: '', stderr: '', failure: reasonOf(error as Error) });
      return;
    }
    let failure: string | null = null;
    const timer = clock.after(request.timeoutMs, () => {
      failure = `timed out after ${request.timeoutMs / 1000} s`;
      killAll(child.pid);
      // What it has started may have left its group and still hold the pipes.
      child.stdout.destroy();
      child.stderr.destroy();
    });
    const stdout = gather(child.stdout, request.take === undefined ? MOST_BYTES : BEGINNING_BYTES);
    if (request.take !== undefined) child.stdout.on('data', request.take);
    const stderr = gather(child.stderr, MOST_BYTES);
    child.on('error', (error) => {
      failure ??= reasonOf(error);
    });
    child.once('close', (code, signal) => {
      timer.cancel();
      failure ??= signal === null ? null : `killed by ${signal}`;
      resolve({
        code: failure === null ? code : null,
        stdout: stdout.text(),
        stderr: stderr.text(),
        failure,
      });
    });
  });
}

function start({ program, args, env, stdin }: CommandRequest, own: Environment) {
  // Loaded for the first program: most agents start none.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const options = {
    env: { ...baseEnvironment(process.platform, own, homeFolder()), ...env },
    // A group of its own, so that all of it can be killed; Windows has none, and would open a window for it.
    detached: !isWindows,
    windowsHide: true,
  };
  if (stdin === undefined)
    return spawn(program, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const child = spawn(program, [...args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  // One that ends without reading it all says by its exit code what is wrong.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  return child;
}

function killAll(pid: number | undefined): void {
  if (pid === undefined) return;
  if (isWindows) return killTree(pid);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}

function killTree(pid: number): void {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const options = { stdio: 'ignore', windowsHide: true } as const;
  spawn('taskkill.exe', ['/T', '/F', '/PID', String(pid)], options).on('error', () => undefined);
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}
