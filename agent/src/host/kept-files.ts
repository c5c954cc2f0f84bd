import { closeSync, openSync, readSync } from 'node:fs';

/** Text of a file; throws when it cannot be read. */
export type ReadFile = (path: string) => string;

/** Files of the whole machine, which stay what they are; those of a process come and go with it. */
const LASTING = /^\/(?:proc\/[a-z]|sys\/devices\/system\/)/;
/** These the kernel makes whole, and gives at once to whoever has room for more. */
const AT_ONCE = /^\/(?:proc\/(?:loadavg|meminfo|stat|uptime)$|sys\/)/;
const MOST_KEPT = 32;
const FIRST_BYTES = 16_384;

/**
 * Builds a reader that keeps the kernel's own files open: to read one again from its start takes half the calls of opening it anew, and one buffer serves
 * for all. Every other file is read by `readOther`. `root` stands in front of every path.
 */
export function createFileReader(root: string, readOther: ReadFile): ReadFile {
  const kept = new Map<string, number>();
  let buffer = Buffer.allocUnsafe(FIRST_BYTES);

  /** Others than those it gives a few pages at a time: their end is where it gives nothing. */
  function readWhole(file: number, isAtOnce: boolean): string {
    let length = 0;
    for (;;) {
      const bytes = readSync(file, buffer, length, buffer.length - length, length);
      length += bytes;
      const isShort = length < buffer.length;
      if (bytes === 0 || (isAtOnce && isShort)) return buffer.toString('utf8', 0, length);
      if (isShort) continue;
      const larger = Buffer.allocUnsafe(2 * buffer.length);
      buffer.copy(larger);
      buffer = larger;
    }
  }

  function readKept(path: string): string {
    let file = kept.get(path);
    if (file === undefined) kept.set(path, (file = openSync(root + path, 'r')));
    try {
      return readWhole(file, AT_ONCE.test(path));
    } catch (error) {
      // What cannot be read is opened anew the next time.
      kept.delete(path);
      closeSync(file);
      throw error;
    }
  }

  return (path) => {
    const isLasting = LASTING.test(path) && (kept.has(path) || kept.size < MOST_KEPT);
    return isLasting ? readKept(path) : readOther(path);
  };
}
