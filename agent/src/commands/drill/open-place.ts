import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, openSync, closeSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDuration, UserError } from '@watchcase/runtime/light';
import { growTree, processTree, signalAll } from '../../host/index.ts';
import { sizeOf } from '../backup-run/size-of.ts';
import type { CommandNeeds } from '../needs.ts';
import { createOutputTail } from '../output-tail.ts';
import type { Call, DrillPlace } from './contract.ts';
import { drillFailed } from './drill-failed.ts';

/** How far a drill may go. */
export interface Bounds {
  /** Folder under which it makes its own; the machine's for temporary files without one. */
  under: string | undefined;
  /** User that its programs run as, by name; the one who calls without one. */
  user: string | undefined;
  /** All of it, milliseconds. */
  limitMs: number;
  mostBytes: number;
  /** Bytes that stay free on the disk for everybody else. */
  keepFreeBytes: number;
}

/** A place, and its end. */
export interface OpenPlace extends DrillPlace {
  /** Rejects with DRILL_FAILED (UserError) where a bound is broken: what was quick may not have been seen while it went on. */
  stayWithin(): Promise<void>;
  /** Ends what was started and takes the folder away; gives how many bytes it held at most. */
  close(): Promise<number>;
}

const LOOK_MS = 1000;
/** Looking at a large folder must not be all that the machine does. */
const REST = 10;
const READY_MS = 200;
const SAID_CHARACTERS = 300;
const STOP_MS = 5000;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Opens a place within bounds; what breaks one ends everything in it and is said by whatever was going on. */
export function openPlace(
  bounds: Bounds,
  needs: Pick<CommandNeeds, 'clock' | 'env' | 'onSignal'>,
): OpenPlace {
  const { clock } = needs;
  const owner = userOf(bounds.user);
  const scratch = makeScratch(bounds, owner);
  const running = new Set<ChildProcess>();
  const broken = new AbortController();
  let largest = 0;
  let watching: Promise<void> = Promise.resolve();
  const limit = clock.after(bounds.limitMs, () =>
    stop(`did not end within ${formatDuration(bounds.limitMs)}`),
  );
  let look = clock.after(LOOK_MS, () => void (watching = watchDisk()));
  const forget = needs.onSignal((signal) => stop(`was told to end by ${signal}`));

  async function watchDisk(): Promise<void> {
    const before = clock.monotonic();
    await lookAtDisk();
    const pause = Math.max(LOOK_MS, REST * (clock.monotonic() - before));
    if (!broken.signal.aborted) look = clock.after(pause, () => void (watching = watchDisk()));
  }

  async function lookAtDisk(): Promise<void> {
    await measure();
    const { bavail, bsize } = statfsSync(scratch);
    if (largest > bounds.mostBytes) stop(`took more than its ${bounds.mostBytes} bytes of disk`);
    if (bavail * bsize < bounds.keepFreeBytes)
      stop(`left less than ${bounds.keepFreeBytes} bytes of disk to everybody else`);
  }

  async function measure(): Promise<void> {
    // What is written meanwhile may go while it is looked at.
    largest = Math.max(largest, await sizeOf(scratch, clock).catch(() => 0));
  }

  function stop(why: string): void {
    if (broken.signal.aborted) return;
    broken.abort(why);
    for (const child of running) end(child, 'SIGKILL');
  }

  function start(call: Call, output: 'pipe' | 'ignore'): ChildProcess {
    if (broken.signal.aborted) throw drillFailed('drill', String(broken.signal.reason));
    const child = launch(call, { scratch, owner, env: needs.env, output });
    running.add(child);
    child.once('close', () => running.delete(child));
    return child;
  }

  return {
    now: () => clock.now(),
    scratch,
    folder(name) {
      const path = join(scratch, name);
      mkdirSync(path, { recursive: true, mode: 0o700 });
      if (owner !== undefined) chownSync(path, owner.uid, owner.gid);
      return path;
    },
    async run(call) {
      const { code, out, said } = await endOf(start(call, 'pipe'));
      if (broken.signal.aborted) throw drillFailed(call.program, String(broken.signal.reason));
      if (code !== 0) throw drillFailed(call.program, `ended with ${code ?? 'a signal'}: ${said}`);
      return out;
    },
    async serve(call, isReady) {
      const child = start(call, 'ignore');
      const tail = createOutputTail(SAID_CHARACTERS);
      child.stderr?.on('data', (chunk: Buffer) => tail.add(chunk));
      while (child.exitCode === null && child.signalCode === null && !broken.signal.aborted) {
        const ready = await isReady().then(
          () => true,
          () => false,
        );
        if (ready) return;
        await new Promise<void>((resolve) => void clock.after(READY_MS, resolve));
      }
      const why = broken.signal.aborted
        ? String(broken.signal.reason)
        : `ended at once: ${tail.text().trim()}`;
      throw drillFailed(call.program, why);
    },
    async stayWithin() {
      await lookAtDisk();
      if (broken.signal.aborted) throw drillFailed('drill', String(broken.signal.reason));
    },
    async close() {
      limit.cancel();
      look.cancel();
      // A look that goes on must not meet a folder that is gone, nor plan the next one.
      await watching;
      look.cancel();
      forget();
      await measure();
      broken.abort('the drill has ended');
      await Promise.all([...running].map((child) => endGently(child, clock)));
      rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
      return largest;
    },
  };
}

function makeScratch({ under, user }: Bounds, owner: { uid: number; gid: number } | undefined): string {
  try {
    const path = mkdtempSync(join(under ?? tmpdir(), 'watchcase-drill-'));
    if (owner !== undefined) chownSync(path, owner.uid, owner.gid);
    return path;
  } catch (error) {
    throw new UserError({
      code: 'DRILL_PLACE_UNUSABLE',
      place: under ?? tmpdir(),
      message: `no folder for the drill can be made there${user === undefined ? '' : ` for ${user}`} (${(error as Error).message})`,
      fix: 'name a folder that this user may write with "scratch"',
    });
  }
}

function userOf(name: string | undefined): { uid: number; gid: number } | undefined {
  if (name === undefined) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim(),
  );
  if (/^\d+$/.test(uid ?? '') && /^\d+$/.test(gid ?? '')) return { uid: Number(uid), gid: Number(gid) };
  throw new UserError({
    code: 'DRILL_PLACE_UNUSABLE',
    place: name,
    message: 'there is no such user on this machine',
    fix: 'name another with "user", or none',
  });
}

function launch(
  { program, args, env, input, through, folder }: Call,
  of: {
    scratch: string;
    owner: { uid: number; gid: number } | undefined;
    env: CommandNeeds['env'];
    output: 'pipe' | 'ignore';
  },
): ChildProcess {
  const file = input === undefined ? undefined : openSync(input, 'r');
  const line = through === undefined ? [program, ...args] : piped(through, [program, ...args]);
  const [first = '', ...rest] = line;
  try {
    return spawn(first, rest, {
      cwd: folder ?? of.scratch,
      env: { PATH: of.env['PATH'] ?? PATH, HOME: of.scratch, LANG: 'C.UTF-8', TZ: 'UTC', ...env },
      stdio: [file ?? 'ignore', of.output, 'pipe'],
      ...of.owner,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Unpacks for a program; either failing is a failure. Bash, since a plain shell knows only the last of a pipe. */
function piped(through: readonly string[], command: readonly string[]): string[] {
  const script = `set -o pipefail; n=$1; shift; "\${@:1:n}" | "\${@:n+1}"`;
  return ['bash', '-c', script, 'bash', String(through.length), ...through, ...command];
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; out: string; said: string }> {
  const tail = createOutputTail(SAID_CHARACTERS);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => void chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => tail.add(chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, out: '', said: error.message }));
    child.once('close', (code) =>
      resolve({ code, out: Buffer.concat(chunks).toString('utf8'), said: tail.text().trim() }),
    );
  });
}

function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined)
    signalAll(signal === 'SIGKILL' ? processTree(pid) : processTree(pid).slice(0, 1), signal);
}

/** A database is asked to end by itself first: its own children, and what it holds of the system, go with it. */
async function endGently(child: ChildProcess, clock: CommandNeeds['clock']): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const tree = child.pid === undefined ? [] : processTree(child.pid);
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  end(child, 'SIGTERM');
  const timer = clock.after(STOP_MS, () => signalAll(growTree(tree), 'SIGKILL'));
  await closed;
  timer.cancel();
}
