import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LIBRARY = 'give-back.node';
/** Where a program tells what of it is loaded where, and where the library repeats that of the program it was made for; bytes. */
const TABLE = { inProgram: 64, inLibrary: 8192 };
const PAGE = 4096;

/**
 * Gives back what was mapped of Node's own file at the start and is not needed any more, where the package brings along what can do that; `main` is the program's first module,
 * `node` what runs it. Elsewhere it does nothing.
 */
export function giveBackMapped(main: string, node: string = process.execPath): () => void {
  const isPackaged = dirname(node) === dirname(main);
  return () => {
    if (isPackaged) load(join(dirname(main), LIBRARY));
  };
}

/** The library names addresses. An upgrade puts the next version's into its place while this one still runs: it is loaded, by the very file that was looked at, only where it is for what runs. */
function load(library: string): void {
  let file: number | undefined;
  try {
    file = openSync(library, 'r');
    const table = readFileSync(file).subarray(TABLE.inLibrary);
    if (table.length === 0 || !table.equals(runningTable(table.length))) return;
    process.dlopen({ exports: {} }, `/proc/self/fd/${file}`);
  } catch {
    // Node expects a module of its own, and lets go of it: it has done its work by then.
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Of the file that was started, whatever stands at its path by now. */
function runningTable(bytes: number): Buffer {
  const file = openSync('/proc/self/exe', 'r');
  try {
    const head = Buffer.alloc(PAGE);
    readSync(file, head, 0, PAGE, 0);
    return head.subarray(TABLE.inProgram, TABLE.inProgram + bytes);
  } finally {
    closeSync(file);
  }
}
