import { systemClock } from '@watchcase/runtime/light';
import { createFolderMemory, type FoundFile, walkFiles } from '../../../host/index.ts';
import { drillFailed } from '../drill-failed.ts';

const MOST_FILES = 10_000;

/** The newest file that a pattern names. Rejects with DRILL_FAILED (UserError) where there is none, or it is empty. */
export async function newestFile(pattern: string): Promise<FoundFile> {
  const files = await walkFiles(pattern, MOST_FILES, createFolderMemory(systemClock));
  const [newest] = files.toSorted((a, b) => b.modifiedAt - a.modifiedAt);
  if (newest === undefined) throw drillFailed(pattern, 'there is no such file');
  if (newest.bytes === 0) throw drillFailed(newest.path, 'the newest file is empty');
  return newest;
}

const UNPACKERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.gz$/, ['gzip', '-dc']],
  [/\.zst$/, ['zstd', '-dc']],
  [/\.xz$/, ['xz', '-dc']],
  [/\.bz2$/, ['bzip2', '-dc']],
];

/** The program that unpacks a file of this name to standard output; undefined for one that is not packed. */
export function unpackerOf(path: string): readonly string[] | undefined {
  return UNPACKERS.find(([name]) => name.test(path))?.[1];
}
