import { posix } from 'node:path';
import type { Watched } from './options.ts';

/** What is asked of a process; each is looked up when asked. */
export interface Candidate {
  pid: number;
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
  return () => {
    const pid = pidFile === undefined ? undefined : pidOf(pidFile);
    return (process) =>
      (pid === undefined || process.pid === pid) &&
      (exe === undefined || isProgram(process, exe)) &&
      (expression === undefined || expression.test(process.commandLine())) &&
      (user === undefined || process.runsAs(user));
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
