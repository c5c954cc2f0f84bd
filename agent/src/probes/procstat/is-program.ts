import { posix } from 'node:path';

/** What tells which program a process is; each is looked up when asked. */
export interface Running {
  /** The kernel's name for it. */
  name: string;
  /** The program as it was started, and its arguments. */
  arguments(): readonly string[];
  /** Path of its file; empty when it may not be read. */
  executable(): string;
}

/** Linux keeps this many bytes of a program's name. */
const KERNEL_NAME_BYTES = 15;
/** A script's own path stands behind its interpreter and at most one argument of the first line's. */
const SCRIPT_PLACES = 3;
/** One file that is many programs: the name it was started by says which. */
const MULTI_CALL = new Set(['busybox', 'toybox', 'coreutils']);

/**
 * True when the process is the program `exe`, a name or a path. `realOf` gives a path without links, or the path itself when it cannot be looked at. Who
 * may read the process's file and who may not should find the same, so what it was started as counts for both.
 */
export function isProgram(process: Running, exe: string, realOf: (path: string) => string): boolean {
  return exe.includes('/') ? isFile(process, exe, realOf) : hasName(process, exe);
}

/** The name it was started by; the kernel's name alone is cut, and programs may change it. */
function hasName(process: Running, exe: string): boolean {
  if (process.name === exe && Buffer.byteLength(exe) < KERNEL_NAME_BYTES) return true;
  return startedNames(process).has(exe) || scriptOf(process, exe) !== undefined;
}

function isFile(process: Running, exe: string, realOf: (path: string) => string): boolean {
  const executable = process.executable();
  if (executable === exe) return true;
  const started = process.arguments()[0] ?? '';
  // Also a file behind a link that leads to a newer release since.
  if (started === exe) return true;
  const base = posix.basename(exe);
  const script = scriptOf(process, base);
  if (script !== undefined)
    return script === exe || !script.startsWith('/') || realOf(script) === realOf(exe);
  const real = realOf(exe);
  if (executable === '') return started.includes('/') ? realOf(started) === real : started === base;
  if (executable !== real) return false;
  return !MULTI_CALL.has(posix.basename(real)) || process.name === base || startedNames(process).has(base);
}

/** Where it was started from as the last part of a path; a daemon may write its state there: `nginx: master process`. */
function startedNames(process: Running): Set<string> {
  const started = process.arguments()[0] ?? '';
  const first = started.split(' ')[0] ?? '';
  return new Set([posix.basename(started), posix.basename(first).replace(/:$/, '')]);
}

/** The path of a script of that name which is run by its first line: the kernel calls the process by the script, the interpreter comes first. */
function scriptOf(process: Running, name: string): string | undefined {
  if (process.name !== cut(name)) return undefined;
  return process
    .arguments()
    .slice(1, SCRIPT_PLACES)
    .find((one) => posix.basename(one) === name);
}

function cut(name: string): string {
  return Buffer.from(name).toString('utf8', 0, KERNEL_NAME_BYTES);
}
