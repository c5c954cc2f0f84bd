import { statfs } from 'node:fs/promises';
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

/** Where a file system is; those far away hang more often, and must not keep local ones from answering. */
export type Distance = 'local' | 'remote';

const TIMEOUT_MS = 2000;
/**
 * Two each, so that one that hangs does not silence the others. With findFiles' one they hold all of Node's four threads only
 * when local disks hang as well as remote ones.
 */
const MOST_HANGING: Readonly<Record<Distance, number>> = { local: 2, remote: 2 };

/** Builds a statfs that survives hung mounts; null for one that does not answer, is not there or may not be read. */
export function createStatfs(of: {
  clock: Clock;
  onHang(path: string): void;
  /** The question itself; statfs(2) unless a test says otherwise. */
  ask?: (path: string) => Promise<Space>;
}): (path: string, distance: Distance) => Promise<Space | null> {
  const guard = (distance: Distance) =>
    createHangGuard({ ...of, timeoutMs: TIMEOUT_MS, mostHanging: MOST_HANGING[distance] });
  const guards = { local: guard('local'), remote: guard('remote') };
  const ask = of.ask ?? askStatfs;
  return (path, distance) => guards[distance](path, () => ask(path)).catch(() => null);
}

async function askStatfs(path: string): Promise<Space> {
  const it = await statfs(path);
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
