import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Clock } from '@watchcase/runtime/light';

/**
 * A small process beside the command, in the same process group. Whoever sends a signal to the group reaches both, so that the command must not be given it a second
 * time; and it sees when the wrapper is killed, which ends the command as it would without us.
 */
export interface Witness {
  /** This is the command. */
  watch(pid: number): void;
  /** True when a signal that this process has just got went to its whole group, and so to the command as well. */
  sawToo(signal: NodeJS.Signals): Promise<boolean>;
  /** Ends it; resolves when it has. */
  dismiss(): Promise<void>;
}

/** The group's others get it within microseconds; a death takes a little longer to be told. */
const GRACE_MS = 20;
const SCRIPT = 'read -r pid || exit; read -r end || kill -s KILL "$pid"';
/** Names of proc(5) for a process that has died. */
const DEAD = /^State:\s+[ZX]/m;
const PENDING = /^(?:SigPnd|ShdPnd):\s+0*[1-9a-f]/m;

/** Calls one, before the command begins: it must see all that happens to it. Where none can be had every signal counts as sent to this process alone. */
export function callWitness(clock: Clock): Witness {
  if (process.platform === 'win32') return nobody;
  let watched: number | undefined;
  let seer = start();
  return {
    watch(pid) {
      watched = pid;
      seer.child.stdin?.write(`${pid}\n`);
    },
    async sawToo(signal) {
      const { child, end } = seer;
      await new Promise<void>((resolve) => void clock.after(GRACE_MS, resolve));
      if (!hasDied(child)) return false;
      const killedBy = await end;
      seer = start();
      if (watched !== undefined) this.watch(watched);
      return killedBy === signal;
    },
    async dismiss() {
      seer.child.kill('SIGKILL');
      await seer.end;
    },
  };
}

const nobody: Witness = {
  watch: () => undefined,
  sawToo: () => Promise.resolve(false),
  dismiss: () => Promise.resolve(),
};

function start() {
  // It must hold nothing of the caller's: neither output that somebody reads to its end, nor a folder that is to be unmounted.
  const child = spawn('sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' });
  const end = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (_code, signal) => resolve(signal));
  });
  child.stdin?.on('error', () => undefined);
  return { child, end };
}

function hasDied(child: ChildProcess): boolean {
  if (child.signalCode !== null || child.exitCode !== null) return true;
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return DEAD.test(status) || PENDING.test(status);
  } catch {
    return false;
  }
}
