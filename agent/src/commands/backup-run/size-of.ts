import type { Stats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@watchcase/runtime/light';
import { createFolderMemory, walkFiles } from '../../host/index.ts';

/** A tree that takes longer to look through says nothing of its size. */
const MOST_MS = 300_000;
const MOST_FILES = 10_000;

/**
 * Bytes of what a path names: of a file; of all files in a folder, each counted once however many names it has; of the newest file of a pattern with `*` or `?`.
 * Rejects with a sentence where there is none.
 */
export async function sizeOf(path: string, clock: Clock): Promise<number> {
  if (/[*?]/.test(path)) return newestSize(path, clock);
  const it = await lstat(path);
  if (!it.isDirectory()) return it.size;
  return folderSize(path, { clock, until: clock.monotonic() + MOST_MS });
}

async function newestSize(pattern: string, clock: Clock): Promise<number> {
  const files = await walkFiles(pattern, MOST_FILES, createFolderMemory(clock));
  const [newest] = files.toSorted((a, b) => b.modifiedAt - a.modifiedAt);
  if (newest === undefined) throw new Error(`there is no file ${pattern}`);
  return newest.bytes;
}

async function folderSize(root: string, { clock, until }: { clock: Clock; until: number }): Promise<number> {
  const seen = new Set<string>();
  const folders = [root];
  let bytes = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (clock.monotonic() > until)
      throw new Error(`${root} has more files than can be looked at in five minutes`);
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) bytes += once(await lstat(path), seen);
    }
  }
  return bytes;
}

function once({ dev, ino, nlink, size }: Stats, seen: Set<string>): number {
  if (nlink === 1) return size;
  const name = `${dev} ${ino}`;
  if (seen.has(name)) return 0;
  seen.add(name);
  return size;
}
