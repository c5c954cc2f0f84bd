import { type StatsFs, statfs } from 'node:fs';
import type { Clock } from '@watchcase/runtime/light';
import { createHangGuard } from './hang-guard.ts';

/** Space of a file system, as statfs(2) gives it. */
export interface Space {
  blockBytes: number;
  blocks: number;
  /** Free for everybody. */
  available: number;
  /** Free, with what is kept for root. */
  free: number;
  inodes: number;
  inodesFree: number;
}

/** Why a file system told nothing, as a sentence without its subject. */
export interface NoSpace {
  fault: 'absent' | 'forbidden' | 'broken' | 'silent' | 'unasked';
  reason: string;
}

/** Where a file system is; those far away hang more often, and must not keep local ones from answering. */
export type Distance = 'local' | 'remote';

/** Asks by a path, which is bytes where it is no UTF-8. */
export type AskSpace = (path: string | Buffer, distance: Distance) => Promise<Space | NoSpace>;

const TIMEOUT_MS = 2000;
/** Each that hangs holds a thread; main.ts has Node make as many as all guards together may need, and some more. */
const GUARDS = {
  local: { atOnce: 2, mostHanging: 2 },
  remote: { atOnce: 4, mostHanging: 16 },
} as const;

/** Builds a statfs that survives hung mounts: each costs only itself. */
export function createStatfs(of: {
  clock: Clock;
  onHang(path: string): void;
  /** The question itself; statfs(2) unless a test says otherwise. */
  ask?: (path: string | Buffer) => Promise<Space>;
}): AskSpace {
  const guard = (distance: Distance) =>
    createHangGuard({ ...of, ...GUARDS[distance], timeoutMs: TIMEOUT_MS, waitMs: TIMEOUT_MS });
  const guards = { local: guard('local'), remote: guard('remote') };
  const ask = of.ask ?? askStatfs;
  return async (path, distance) => {
    const key = typeof path === 'string' ? path : path.toString('latin1');
    try {
      const told = await guards[distance](key, () => ask(path));
      return typeof told === 'string' ? { fault: told, reason: REASONS[told] } : told.answer;
    } catch (error) {
      return faultOf((error as NodeJS.ErrnoException).code ?? String(error));
    }
  };
}

const REASONS = {
  silent: 'does not answer',
  unasked: 'was not asked: too many others do not answer',
} as const;

function faultOf(code: string): NoSpace {
  if (code === 'ENOENT' || code === 'ENOTDIR') return { fault: 'absent', reason: 'is not there' };
  if (code === 'EACCES' || code === 'EPERM')
    return { fault: 'forbidden', reason: 'may not be read by this user' };
  return { fault: 'broken', reason: `cannot be read (${code})` };
}

async function askStatfs(path: string | Buffer): Promise<Space> {
  // Without `node:fs/promises`, which would be loaded for this alone.
  const it = await new Promise<StatsFs>((resolve, reject) => {
    statfs(path, (error, told) => (error === null ? resolve(told) : reject(error)));
  });
  return {
    // Blocks are counted in fragments; bsize is only the size for good transfers.
    blockBytes: it.frsize,
    blocks: it.blocks,
    available: it.bavail,
    free: it.bfree,
    inodes: it.files,
    inodesFree: it.ffree,
  };
}
