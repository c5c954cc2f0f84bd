import { glob, stat } from 'node:fs/promises';
import type { Clock } from '@watchcase/runtime/light';
import { createHangGuard } from './hang-guard.ts';

/** One file. */
export interface FoundFile {
  path: string;
  bytes: number;
  modifiedAt: number;
}

const MOST_FILES = 10_000;
const TIMEOUT_MS = 60_000;

/**
 * Builds the search for regular files that a pattern names; one that vanishes meanwhile is left out. Rejects when folders do not answer
 * within a minute, or have not since they were asked before.
 */
export function createFindFiles(of: {
  clock: Clock;
  onHang(pattern: string): void;
  /** The search itself; the file system unless a test says otherwise. */
  search?: (pattern: string) => Promise<FoundFile[]>;
}): (pattern: string) => Promise<FoundFile[]> {
  const guarded = createHangGuard({ ...of, timeoutMs: TIMEOUT_MS, mostHanging: 1 });
  const search = of.search ?? searchFiles;
  return async (pattern) => {
    const found = await guarded(pattern, () => search(pattern));
    if (found === null) throw new Error(`the folders of ${pattern} do not answer`);
    return found;
  };
}

async function searchFiles(pattern: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for await (const path of glob(pattern)) {
    const it = await stat(path).catch(() => undefined);
    if (it?.isFile() === true) files.push({ path, bytes: it.size, modifiedAt: it.mtimeMs });
    if (files.length >= MOST_FILES) break;
  }
  return files;
}
