import { matchInTime } from '../match-in-time.ts';
import { isProgram, type Running } from './is-program.ts';
import type { Watched } from './options.ts';

/** What is asked of a process; each is looked up when asked. */
export interface Candidate extends Running {
  pid: number;
  /** Names this run of a program for good; it changes when the process becomes another program. */
  key: string;
  /** True when it runs as this user, given by name or number. */
  runsAs(user: string): boolean;
}

/** What a matcher asks of the machine's files. */
export interface MatchFiles {
  /** The process number in a pid file; null when there is none. */
  pidOf(path: string): number | null;
  /** The path without links; the path itself when it cannot be looked at. */
  realOf(path: string): string;
}

/** Builds the test for one watched program. */
export function createMatcher(
  watched: Watched,
  { pidOf, realOf }: MatchFiles,
): () => (process: Candidate) => boolean {
  const { name, pattern, pidFile, user } = watched;
  const nothingElse = pattern === undefined && pidFile === undefined && user === undefined;
  const exe = watched.exe ?? (nothingElse ? name : undefined);
  const expression = pattern === undefined ? undefined : new RegExp(pattern);
  const startRound =
    exe === undefined
      ? undefined
      : rememberVerdicts(
          ({ key }) => key,
          (process) => isProgram(process, exe, realOf),
        );
  // What a program calls itself may be as long as it likes.
  const startSearch =
    expression === undefined
      ? undefined
      : rememberVerdicts(argumentsOf, (process) => matchInTime(expression, argumentsOf(process)) === true);
  return () => {
    const isWanted = startRound?.();
    const isFound = startSearch?.();
    const pid = pidFile === undefined ? undefined : pidOf(pidFile);
    return (process) =>
      (pid === undefined || process.pid === pid) &&
      (isWanted === undefined || isWanted(process)) &&
      (isFound === undefined || isFound(process)) &&
      (user === undefined || process.runsAs(user));
  };
}

function argumentsOf(process: Candidate): string {
  return process.arguments().join(' ');
}

/** Judges each program once, and anew when its key has changed: to look at every process each time would cost more than all the rest. */
function rememberVerdicts(
  keyOf: (process: Candidate) => string,
  judge: (process: Candidate) => boolean,
): () => (process: Candidate) => boolean {
  let last = new Map<string, boolean>();
  return () => {
    const before = last;
    const now = new Map<string, boolean>();
    last = now;
    return (process) => {
      const key = keyOf(process);
      const verdict = before.get(key) ?? now.get(key) ?? judge(process);
      now.set(key, verdict);
      return verdict;
    };
  };
}
