import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import { growTree, processTree, signalAll, type TreeProcess } from '../../host/index.ts';
import type { CommandNeeds } from '../needs.ts';
import type { OutputTail } from '../output-tail.ts';
import { gateFor } from './gate.ts';
import type { Inherited } from './inherited.ts';
import { callWitness, type Witness } from './witness.ts';

/** How a command ended. */
export interface Ending {
  exitCode: number;
  /** The signal that killed it; null when it ended by itself. */
  signal: NodeJS.Signals | null;
  /** It was stopped because its time was up. */
  isOverTime: boolean;
}

/** A command, and what it is given. */
export interface Wrapped {
  command: readonly string[];
  env: NodeJS.ProcessEnv;
  inherited: Inherited;
  /** Standard output is a log as well. */
  reportStdout: boolean;
  /** Time it may take, milliseconds; undefined = as much as it likes. */
  limitMs: number | undefined;
}

/** Background processes may hold the output open after the command itself has ended. */
const DRAIN_MS = 1000;
/** Between the signal that asks a command to end and the one that ends it. */
const MERCY_MS = 10_000;
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const KILLED = 128;
/** What coreutils' timeout gives. */
const OVER_TIME = 124;

/** Signals that end a process which knows nothing of them, and that goes on after a stop, beside those that every command hears. */
export const FURTHER: readonly NodeJS.Signals[] =
  process.platform === 'win32' ? [] : ['SIGUSR1', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU', 'SIGIO', 'SIGCONT'];

/** Runs a command as its caller would: its own input and output, open files, signals, process group, umask. Its messages go to standard error and to `tail`. */
export function wrapCommand(wrapped: Wrapped, tail: OutputTail, needs: CommandNeeds): Promise<Ending> {
  const [program = ''] = wrapped.command;
  return new Promise((resolve) => {
    // Signals come between two steps of this program, so that the command is there when it gets one.
    const forget = needs.onSignal((signal) => void forward({ child, witness }, signal, wrapped), FURTHER);
    const witness = callWitness(needs.clock);
    // The files a backup makes are its own affair.
    const { child, begin } = needs.withCallersUmask(() => start(wrapped));
    if (child.pid !== undefined) {
      witness.watch(child.pid);
      begin();
    }
    const hangUp = passOn(child, tail);
    const over = watchTime(child, wrapped.limitMs, needs);
    const end = async (exitCode: number, signal: NodeJS.Signals | null) => {
      await witness.dismiss();
      forget();
      hangUp();
      const isOverTime = over.end();
      resolve(
        isOverTime ? { exitCode: OVER_TIME, signal: null, isOverTime } : { exitCode, signal, isOverTime },
      );
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      const sentence = `${program}: ${error.code === 'ENOENT' ? 'command not found' : error.message}`;
      needs.complain(`watchcase-agent: ${sentence}`);
      tail.add(Buffer.from(sentence));
      void end(error.code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE, null);
    });
    child.once('exit', (code, signal) => {
      const exitCode = code ?? KILLED + (signal === null ? 0 : constants.signals[signal]);
      const timer = needs.clock.after(DRAIN_MS, () => void end(exitCode, signal));
      child.once('close', () => {
        timer.cancel();
        void end(exitCode, signal);
      });
    });
  });
}

/** Starts what becomes the command once it is told to begin. */
function start({ command, env, inherited, reportStdout }: Wrapped): { child: ChildProcess; begin(): void } {
  const gate = gateFor(command, env, inherited.files);
  // What is data goes from the command to its reader without us: it is slowed down and stopped by that reader alone.
  const stdio = ['inherit', reportStdout ? 'pipe' : 'inherit', 'pipe'] as (string | number)[];
  const last = Math.max(2, gate?.file ?? 2, ...inherited.files);
  for (let fd = 3; fd <= last; fd++)
    stdio.push(fd === gate?.file ? 'pipe' : inherited.files.includes(fd) ? fd : 'ignore');
  const [program = '', ...args] = withIgnored(gate?.argv ?? command, inherited.ignored);
  const child = spawn(program, args, { stdio: stdio as StdioOptions, env });
  return { child, begin: () => gate?.open(child) };
}

/** A shell can ignore signals and become the command, which Node's own start of a process cannot. */
function withIgnored(command: readonly string[], ignored: readonly NodeJS.Signals[]): readonly string[] {
  if (ignored.length === 0) return command;
  const names = ignored.map((signal) => signal.slice('SIG'.length)).join(' ');
  return ['sh', '-c', `trap '' ${names}; exec "$@"`, 'sh', ...command];
}

/** What the command prints appears at once, as slowly as whoever reads it. Gives what ends that. */
function passOn({ stdout, stderr }: ChildProcess, tail: OutputTail): () => void {
  for (const from of [stdout, stderr]) from?.on('data', (chunk: Buffer) => tail.add(chunk));
  // The reader of messages may go away without stopping the backup; the reader of its output may not: the command gets its SIGPIPE.
  stderr?.pipe(process.stderr, { end: false });
  stdout?.pipe(process.stdout, { end: false });
  const mute = () => stderr?.unpipe(process.stderr).resume();
  const stop = () => stdout?.destroy();
  process.stderr.on('error', mute);
  process.stdout.on('error', stop);
  return () => {
    process.stderr.off('error', mute);
    process.stdout.off('error', stop);
  };
}

/** What went to the whole group, as a terminal's interrupts do and a service manager's signals, the command has got already: a second one would count double. */
async function forward(
  { child, witness }: { child: ChildProcess; witness: Witness },
  signal: NodeJS.Signals,
  { inherited }: Wrapped,
): Promise<void> {
  if (inherited.ignored.includes(signal)) return;
  if (signal !== 'SIGCONT' && (await witness.sawToo(signal))) return;
  child.kill(signal);
}

/** Asks the command and all it has started to end when its time is up, and ends what has not after a while, or once the command itself has. */
function watchTime({ pid }: ChildProcess, limitMs: number | undefined, { clock }: CommandNeeds) {
  let tree: TreeProcess[] | undefined;
  let timer = limitMs === undefined || pid === undefined ? undefined : clock.after(limitMs, () => stop(pid));
  function stop(root: number): void {
    tree = processTree(root);
    signalAll(tree, 'SIGTERM');
    timer = clock.after(MERCY_MS, kill);
  }
  const kill = () => signalAll(tree === undefined ? [] : growTree(tree), 'SIGKILL');
  return {
    /** True when its time was up. */
    end(): boolean {
      timer?.cancel();
      kill();
      return tree !== undefined;
    },
  };
}
