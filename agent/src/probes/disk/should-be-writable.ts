import { type Mount, unescapePath } from './parse-mounts.ts';

/**
 * Of mounts that are read-only, the paths of those that should not be: the kernel turned them read-only after an error, or fstab(5) mounts them for writing.
 * One that was mounted read-only by hand or by fstab is as somebody wanted it. `fstab` is the file's text.
 */
export function turnedReadOnly(mounts: readonly Mount[], fstab: () => string): ReadonlySet<string> {
  const locked = mounts.filter(({ writable }) => !writable);
  if (locked.length === 0) return new Set();
  const forWriting = writtenIn(fstab());
  return new Set(
    locked.filter(({ path, madeWritable }) => madeWritable || forWriting.has(path)).map(({ path }) => path),
  );
}

function writtenIn(fstab: string): ReadonlySet<string> {
  const entries = fstab
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .map((line) => line.trim().split(/\s+/));
  return new Set(
    entries
      .filter(([, , , options = 'ro']) => !options.split(',').includes('ro'))
      .map(([, path = '']) => unescapePath(path)),
  );
}
