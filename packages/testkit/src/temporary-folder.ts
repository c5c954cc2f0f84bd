import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder and how to remove it; also works with `using`. `root`: where it is, the system's folder for such things without it. */
export function temporaryFolder(root = tmpdir()): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(root, 'watchcase-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
