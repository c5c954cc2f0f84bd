import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** Builds what changes when the text of a file does; empty when it cannot be read. The text is read only when the file was touched. */
export function createFingerprint(path: string): () => string {
  let touched = '';
  let known = '';
  return () => {
    try {
      const { ino, size, mtimeMs, ctimeMs } = statSync(path);
      const now = `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
      if (now !== touched) known = createHash('sha256').update(readFileSync(path)).digest('hex');
      touched = now;
      return known;
    } catch {
      touched = '';
      return '';
    }
  };
}
