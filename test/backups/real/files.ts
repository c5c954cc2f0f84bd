import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** What is saved: a table, and something large; of the small one both are gone. */
export function makeSource(path: string, size: 'usual' | 'small' = 'usual'): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  writeFileSync(join(path, 'note.txt'), 'small\n');
  if (size === 'small') return path;
  writeFileSync(join(path, 'orders.csv'), 'id,amount\n1,2\n');
  writeFileSync(join(path, 'large.bin'), randomBytes(4 * 1_048_576));
  return path;
}

/** The largest file somewhere below a folder whose path fits. */
export function largest(folder: string, fits: RegExp = /./): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => fits.test(path));
  const bySize = files.toSorted((a, b) => statSync(b).size - statSync(a).size);
  if (bySize[0] === undefined) throw new Error(`no file below ${folder}`);
  return bySize[0];
}

/** Damages a file in its middle, as a disk does that gives back what nobody wrote. */
export function flipBytes(path: string): void {
  const file = openSync(path, 'r+');
  const bytes = Buffer.alloc(64);
  const middle = Math.floor(statSync(path).size / 2);
  readSync(file, bytes, 0, bytes.length, middle);
  writeSync(
    file,
    bytes.map((byte) => byte ^ 0xff),
    0,
    bytes.length,
    middle,
  );
  closeSync(file);
}
