import { writeSync } from 'node:fs';

const MOST_TRIES = 50;
const PAUSE_MS = 10;

/** A line was given up in the middle: the next must not be glued to it. */
let torn = false;

/**
 * Writes a line of a log. A pipe that is full is waited for a little; one that nobody reads any more, or a file on a full disk, takes nothing, and no log
 * line is worth the program's end. Never throws.
 */
export function writeToStandardError(line: string): void {
  let rest = Buffer.from(torn ? `\n${line}` : line);
  const { length } = rest;
  for (let tries = 0; tries < MOST_TRIES && rest.length > 0; tries++) {
    try {
      rest = rest.subarray(writeSync(2, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') break;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
  torn = rest.length > 0 && (torn || rest.length < length);
}
