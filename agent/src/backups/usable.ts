import { matchesGlob } from 'node:path';
import type { FoundFile } from '../host/index.ts';

/** Which files are backups. */
export interface Usable {
  /** Patterns of base names that are never a backup. */
  ignore: readonly string[];
  /** Fewer bytes than this are no backup. */
  minBytes: number;
  /** A file changed less than this many milliseconds ago is still being written. */
  settleMs: number;
}

/** The clock of a share may be ahead of ours, and other questions may have been asked since `now`. */
const AHEAD_MS = 600_000;

/** Files by what they are worth as backups. */
export interface SortedFiles {
  /** Complete backups. */
  usable: FoundFile[];
  /** Still being written: nothing can be said of them yet, neither that they are a backup nor that they are none. */
  growing: FoundFile[];
}

/** Tells complete backups from files being written and from files that are no backup. */
export function sortFiles(files: readonly FoundFile[], by: Usable, now: number): SortedFiles {
  const named = files.filter(({ path }) => !isIgnored(path, by.ignore));
  const isGrowing = ({ modifiedAt }: FoundFile) =>
    modifiedAt <= now + AHEAD_MS && now - modifiedAt < by.settleMs;
  return {
    usable: named.filter((file) => !isGrowing(file) && file.bytes >= by.minBytes),
    growing: named.filter(isGrowing),
  };
}

function isIgnored(path: string, patterns: readonly string[]): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return patterns.some((pattern) => matchesGlob(name, pattern));
}
