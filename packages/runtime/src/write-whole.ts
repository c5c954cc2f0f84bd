import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that is whole under its name or not there, and on disk, for this user only: others may look at any moment. Throws the kernel's errors. */
export function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
