import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A program's file and the arguments that come first. */
export type OwnProgram = readonly [file: string, ...before: string[]];

const LOADER = 'ld-linux-x86-64.so.2';

/**
 * What starts our own program once more; `node` is what runs it, `main` its first module. A Node that brings its loader along must be started by that one:
 * by itself it would ask for the machine's, which is older or not there.
 */
export function ownProgram(node: string, main: string): OwnProgram {
  const folder = dirname(node);
  const loader = join(folder, LOADER);
  const quiet = '--disable-warning=ExperimentalWarning';
  if (!existsSync(loader)) return [node, quiet, main];
  return [loader, '--library-path', folder, join(folder, 'node'), quiet, main];
}
