import { readFileSync } from 'node:fs';
import type { Clock } from '@watchcase/runtime';

const LOOK_MS = 5000;

/**
 * Calls `changed` when the content of one of the files is another than before, and once more when it has stayed so until the next look: a pair is seldom replaced in
 * one go. Gives what ends it.
 */
export function followFiles(
  files: readonly string[],
  clock: Clock,
  changed: (settled: boolean) => void,
): () => void {
  let seen = contentOf(files);
  let settling = false;
  let timer = clock.about(LOOK_MS, look);

  function look(): void {
    timer = clock.about(LOOK_MS, look);
    const now = contentOf(files);
    if (now !== seen) changed(false);
    else if (settling) changed(true);
    settling = now !== seen;
    seen = now;
  }

  return () => timer.cancel();
}

function contentOf(files: readonly string[]): string {
  return JSON.stringify(files.map(textOf));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}
