import { accessSync, constants, statSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

/** A shell reads files of one digit only. */
const FILES = [3, 4, 5, 6, 7, 8, 9] as const;

/**
 * How a command is started so that it begins only once its witness knows it: a shell in its place waits for a word and becomes it. Killed before that word, the wrapper leaves nothing that runs; killed behind
 * it, the witness ends the command.
 */
export interface Gate {
  /** The file at which the shell waits. */
  file: number;
  /** What is started in the place of the command. */
  argv: readonly string[];
  /** Lets the command begin; `child` has been started with `file` as a pipe. */
  open(child: ChildProcess): void;
}

/** A gate for a command; undefined where there can be none: no shell, no file left, or no such program, of which Node says so in its own words. */
export function gateFor(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  taken: readonly number[],
): Gate | undefined {
  const [program = ''] = command;
  const file = FILES.find((one) => !taken.includes(one));
  if (process.platform === 'win32' || file === undefined || !isThere(program, env['PATH'])) return undefined;
  // Its variable is none that a command could have.
  const script = `read -r watchcase_gate <&${file} || exit; unset watchcase_gate; exec ${file}<&-; exec "$@"`;
  return {
    file,
    argv: ['sh', '-c', script, 'sh', ...command],
    open({ stdio }) {
      const door = (stdio as readonly unknown[])[file] as Writable;
      door.on('error', () => undefined);
      door.end('begin\n');
    },
  };
}

/** Whether a program can be started by its name: where it cannot, a shell would say so in other words. */
function isThere(program: string, path: string | undefined): boolean {
  if (program.startsWith('-') || path === undefined) return false;
  const places = program.includes('/')
    ? [program]
    : path.split(':').map((folder) => join(folder === '' ? '.' : folder, program));
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK);
      return statSync(place).isFile();
    } catch {
      return false;
    }
  });
}
