import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isUserError, systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach } from 'vitest';
import { runCommand } from '../src/commands/index.ts';
import type { CommandNeeds } from '../src/commands/needs.ts';

/** Compiled code is kept, as where scripts/node starts a program: the second start takes half the time. */
const { NODE_COMPILE_CACHE } = process.env;
const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

/** How a command ended, and what it wrote. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** Input that is left open. */
export const OPEN = Symbol('open');
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The agent's commands on a state folder of each test's own, below `root`; to be called once at the top of a suite. */
export function commandLine(root?: string) {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder(root);
  });
  afterEach(() => folder[Symbol.dispose]());
  const state = () => join(folder.path, 'state');

  /** How the real program is started. */
  const program = (args: readonly string[]) => ({
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', main, ...args],
    env: { PATH, HOME: folder.path, ...compiled },
  });

  /** Starts the real program; `pipe` leaves its input open. */
  function launch(args: readonly string[], input?: string | typeof OPEN) {
    const { command, args: all, env } = program(args);
    const child = spawn(command, all, {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env,
    });
    const text = { out: '', err: '' };
    child.stdout?.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
    if (input !== OPEN) child.stdin?.end(input);
    const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...text }));
    return { child, text, ended };
  }

  /** The arguments with the state folder's option among them. */
  const withState = (args: readonly string[]) => {
    const dashes = args.indexOf('--');
    const at = dashes === -1 ? args.length : dashes;
    return [...args.slice(0, at), '--state', state(), ...args.slice(at)];
  };

  /** Runs one command on the test's own state folder, within this process. */
  async function run(...args: string[]): Promise<Ended> {
    const text = { out: '', err: '' };
    const needs: CommandNeeds = {
      version: '1.2.3',
      env: {},
      userId: 0,
      program: [process.execPath, '--disable-warning=ExperimentalWarning', main],
      clock: systemClock,
      print: (line) => void (text.out += `${line}\n`),
      complain: (line) => void (text.err += `${line}\n`),
      readInput: () => Promise.resolve(''),
      withCallersUmask: (work) => work(),
      onSignal: () => () => undefined,
      inherited: () => ({ files: [], ignored: [] }),
      endBy: () => undefined,
    };
    try {
      return { code: await runCommand(withState(args), needs), ...text };
    } catch (error) {
      if (!isUserError(error)) throw error;
      return { code: 1, out: text.out, err: error.message };
    }
  }

  /** Makes the state folder that of an agent that has joined. */
  function joined(): void {
    mkdirSync(state(), { recursive: true });
    writeFileSync(join(state(), 'credential.json'), '{}');
  }

  return { path: () => folder.path, state, program, launch, withState, run, joined };
}
