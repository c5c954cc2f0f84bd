import { spawn } from 'node:child_process';
import type { Clock } from '@watchcase/runtime';

/** A program to run; secrets go into `env`, never into `args`, which every user of the machine can read. */
export interface CommandRequest {
  program: string;
  args: readonly string[];
  /** Its whole environment besides PATH, HOME and LANG. */
  env?: Readonly<Record<string, string>>;
  timeoutMs: number;
}

/** How it ended. `code` is null when it was killed or could not be started. Output is cut at 16 MiB. */
export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Why there is no code: ENOENT, timed out … */
  failure: string | null;
}

const MOST_BYTES = 16 * 1_048_576;
const SAFE = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  HOME: '/root',
};

/** Runs a program to its end, without a shell; kills it when its time is up. */
export function runProgram(clock: Clock, request: CommandRequest): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(request.program, [...request.args], {
      env: { ...SAFE, ...request.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let failure: string | null = null;
    const timer = clock.after(request.timeoutMs, () => {
      failure = `timed out after ${request.timeoutMs / 1000} s`;
      child.kill('SIGKILL');
    });
    const stdout = gather(child.stdout);
    const stderr = gather(child.stderr);
    child.once('error', (error: NodeJS.ErrnoException) => {
      failure = error.code ?? error.message;
    });
    child.once('close', (code) => {
      timer.cancel();
      resolve({ code, stdout: stdout(), stderr: stderr(), failure });
    });
  });
}

function gather(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes < MOST_BYTES) chunks.push(chunk);
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
