import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LIBRARY = 'give-back.node';

/**
 * Gives back what was mapped of Node's own file at the start and is not needed any more, where the package brings along what can do that; `main` is the program's first module,
 * `node` what runs it. Elsewhere it does nothing.
 */
export function giveBackMapped(main: string, node: string = process.execPath): () => void {
  const library = join(dirname(main), LIBRARY);
  // It names addresses of the Node beside it, and is for no other.
  const isOurs = dirname(node) === dirname(main) && existsSync(library);
  return () => {
    if (!isOurs) return;
    try {
      process.dlopen({ exports: {} }, library);
    } catch {
      // Node expects a module of its own, and lets go of it: it has done its work by then.
    }
  };
}
