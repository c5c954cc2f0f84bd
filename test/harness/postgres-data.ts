import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/watchcase-tests');

/**
 * Makes `data` as initdb does, from a copy kept beside the installed packages: making one anew takes a second of processor, and every test file needs one.
 * `command` runs initdb into the folder it is given.
 */
export function newPostgresData(data: string, version: string, command: (folder: string) => string[]): void {
  const kept = join(CACHE, `postgres-${version.replaceAll(/[^\w.]+/g, '-')}`);
  if (existsSync(kept)) return copy(kept, data);
  const [program = '', ...args] = command(data);
  execFileSync(program, args, { stdio: 'pipe', cwd: '/' });
  keep(data, kept);
}

/** Two test files may begin at once: the folder appears whole, and the second one's is thrown away. */
function keep(data: string, kept: string): void {
  const own = `${kept}.${process.pid}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    copy(data, own);
    renameSync(own, kept);
  } catch {
    // A checkout that cannot be written, or another was first: the next server is made anew, or has that one's.
    rmSync(own, { recursive: true, force: true });
  }
}

function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to]);
}
