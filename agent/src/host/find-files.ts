import { glob, stat } from 'node:fs/promises';

/** One file. */
export interface FoundFile {
  path: string;
  bytes: number;
  modifiedAt: number;
}

const MOST_FILES = 10_000;

/** Regular files that a pattern names; one that vanishes meanwhile is left out. */
export async function findFiles(pattern: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for await (const path of glob(pattern)) {
    const it = await stat(path).catch(() => undefined);
    if (it?.isFile() === true) files.push({ path, bytes: it.size, modifiedAt: it.mtimeMs });
    if (files.length >= MOST_FILES) break;
  }
  return files;
}
