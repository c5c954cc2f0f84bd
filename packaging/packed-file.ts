import { chmodSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** One thing a package puts on a host, by its full path there; `mode` is 0644 (files) or 0755 (folders) when not given. All of it is root's. */
export type PackedFile = { path: string; mode?: number } & (
  | { /** A file of this machine, whose bytes it has. */ from: string }
  | { text: string }
  | { /** A symbolic link to this. */ linkTo: string }
  | { /** A folder, which may stay empty. */ folder: true }
);

/**
 * Writes the files below `root`, whatever umask this process has; folders on the way are 0755. Gives what they take in bytes. Throws when two have one path, or a
 * path is not full and plain.
 */
export function stageFiles(files: readonly PackedFile[], root: string): number {
  const seen = new Set<string>();
  let bytes = 0;
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (!file.path.startsWith('/') || posix.normalize(file.path) !== file.path)
      throw new Error(`${file.path} is no full, plain path`);
    if (seen.has(file.path)) throw new Error(`${file.path} is packed twice`);
    seen.add(file.path);
    const target = join(root, file.path);
    makeFolders(root, dirname(file.path));
    writeOne(file, target);
    bytes += lstatSync(target).isFile() ? lstatSync(target).size : 0;
  }
  return bytes;
}

function writeOne(file: PackedFile, target: string): void {
  if ('linkTo' in file) return symlinkSync(file.linkTo, target);
  if ('folder' in file) {
    mkdirSync(target, { recursive: true });
    return chmodSync(target, file.mode ?? 0o755);
  }
  // A copy made by the system may keep its file's time, which is the checkout's own; what is written has today's, which tools that pack set back.
  writeFileSync(target, 'text' in file ? file.text : readFileSync(file.from));
  chmodSync(target, file.mode ?? 0o644);
}

function makeFolders(root: string, path: string): void {
  const made = join(root, path);
  if (lstatSync(made, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (path !== '/') makeFolders(root, dirname(path));
  mkdirSync(made, { recursive: true });
  chmodSync(made, 0o755);
}
