import { statfs } from 'node:fs/promises';
import type { Clock } from '@watchcase/runtime';

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

const TIMEOUT_MS = 2000;
/** Calls that hang hold a thread each, and Node has four: more than this many are never left hanging. */
const MOST_HANGING = 2;

/** Builds a statfs that survives hung mounts: one that has not answered is not asked again until it does. */
export function createStatfs(clock: Clock): (path: string) => Promise<Space | null> {
  const hanging = new Set<string>();

  async function ask(path: string): Promise<Space> {
    hanging.add(path);
    try {
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
    } finally {
      hanging.delete(path);
    }
  }

  let turn: Promise<unknown> = Promise.resolve();
  return (path) => {
    const result = turn.then(() => {
      if (hanging.has(path) || hanging.size >= MOST_HANGING) return null;
      return new Promise<Space | null>((resolve) => {
        const timer = clock.after(TIMEOUT_MS, () => resolve(null));
        ask(path)
          .catch(() => null)
          .then((space) => {
            timer.cancel();
            resolve(space);
            return undefined;
          })
          .catch(() => undefined);
      });
    });
    turn = result;
    return result;
  };
}
