import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';

/** A file system of its own, in memory, that can really be full. */
export interface SmallDisk {
  path: string;
  /** Writes until nothing more fits. */
  fill(): void;
  /** Takes that away again. */
  free(): void;
  stop(): void;
}

const mounted = new Set<string>();
process.once('exit', () => mounted.forEach(unmount));

const CHUNKS = [1_048_576, 4096, 1] as const;

/** Mounts a tmpfs of `mib` MiB; needs root. It goes with this process at the latest. */
export function mountSmallDisk(mib: number): SmallDisk {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', folder.path]);
  mounted.add(folder.path);
  const ballast = join(folder.path, 'ballast');
  return {
    path: folder.path,
    fill() {
      const file = openSync(ballast, 'a');
      for (const size of CHUNKS) writeUntilFull(file, Buffer.alloc(size));
      closeSync(file);
    },
    free: () => rmSync(ballast, { force: true }),
    stop() {
      unmount(folder.path);
      folder[Symbol.dispose]();
    },
  };
}

function unmount(path: string): void {
  execFileSync('umount', ['--lazy', path]);
  mounted.delete(path);
}

function writeUntilFull(file: number, chunk: Buffer): void {
  try {
    while (writeSync(file, chunk) === chunk.length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
