import { posix } from 'node:path';
import type { Watched } from './options.ts';

/** What is asked of a process; each is looked up when asked. */
export interface Candidate {
  pid: number;
  /** Names this run of a program for good; it changes when the process becomes another program. */
  key: string;
  name: string;
  commandLine(): string;
  executable(): string;
  /** True when it runs as this user, given by name or number. */
  runsAs(user: string): boolean;
}

/** Linux keeps this much of a program's name. */
const KERNEL_NAME_LENGTH = 15;

/** Builds the test for one watched program. `pidOf` reads a pid file and gives null when there is none. */
export function createMatcher(
  watched: Watched,
  pidOf: (path: string) => number | null,
): () => (process: Candidate) => boolean {
  const { name, pattern, pid_file: pidFile, user } = watched;
  const nothingElse = pattern === undefined && pidFile === undefined && user === undefined;
  const exe = watched.exe ?? (nothingElse ? name : undefined);
  const expression = pattern === undefined ? undefined : new RegExp(pattern);
  const startRound = exe === undefined ? undefined : rememberVerdicts((process) => isProgram(process, exe));
  return () => {
    const isWanted = startRound?.();
    const pid = pidFile === undefined ? undefined : pidOf(pidFile);
    return (process) =>
      (pid === undefined || process.pid === pid) &&
      (isWanted === undefined || isWanted(process)) &&
      (expression === undefined || expression.test(process.commandLine())) &&
      (user === undefined || process.runsAs(user));
  };
}

/** Judges each program once: to look at the arguments of every process each time would cost more than all the rest. */
function rememberVerdicts(judge: (process: Candidate) => boolean): () => (process: Candidate) => boolean {
  let last = new Map<string, boolean>();
  return () => {
    const before = last;
    const now = new Map<string, boolean>();
    last = now;
    return (process) => {
      const verdict = before.get(process.key) ?? judge(process);
      now.set(process.key, verdict);
      return verdict;
    };
  };
}

/** The file itself, or the name by which it was started; the kernel's name alone is cut, and programs may change it. */
function isProgram(process: Candidate, exe: string): boolean {
  const started = () => process.commandLine().split(' ')[0] ?? '';
  if (exe.includes('/')) {
    const executable = process.executable();
    return executable === '' ? started() === exe : executable === exe;
  }
  if (process.name === exe && exe.length < KERNEL_NAME_LENGTH) return true;
  // A daemon may write its state there: `nginx: master process`.
  return posix.basename(started()).replace(/:$/, '') === exe;
}
