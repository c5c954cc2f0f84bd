/** One process, from /proc/PID/stat; what is behind a function is read when asked. Ticks are hundredths of a second. */
export interface ProcessEntry {
  pid: number;
  /** The kernel's name for it, at most 15 characters. */
  name: string;
  /** One letter, as proc(5) gives it: R, S, D, Z … */
  state: string;
  /** Processor time used so far, ticks. */
  ticks: number;
  threads: number;
  residentPages: number;
  /** When it started, ticks since boot: with the pid it names a process for good. */
  startTicks: number;
  /** Program and arguments, spaces between them; empty for the kernel's own threads and for a process that has ended. */
  commandLine(): string;
  /** Path of the program's file; empty when it may not be read. */
  executable(): string;
  /** Number of its effective user; null when it may not be read. */
  userId(): number | null;
  /** How many files it has open; null when it may not be read. */
  openFiles(): number | null;
}

/** How to look into /proc; each throws when it cannot. */
export interface ProcessFiles {
  read(path: string): string;
  list(path: string): string[];
  /** Where a symbolic link points. */
  follow(path: string): string;
}

const DELETED = ' (deleted)';

/** Every process by the texts of its stat file; one that ends meanwhile is not among them. */
export function listProcesses(stats: Iterable<string>, files: ProcessFiles): ProcessEntry[] {
  return Array.from(stats, (text) => entryOf(text, files));
}

/** Fields of proc(5) /proc/PID/stat, counted behind the name, which may hold anything. */
function entryOf(text: string, files: ProcessFiles): ProcessEntry {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const pid = Number(text.slice(0, open));
  const fields = text.slice(close + 2).split(' ');
  const at = (index: number) => Number(fields[index]);
  const folder = `/proc/${pid}`;
  return {
    pid,
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    ticks: at(11) + at(12),
    threads: at(17),
    startTicks: at(19),
    residentPages: at(21),
    commandLine: () =>
      attempt(() => files.read(`${folder}/cmdline`))
        ?.replaceAll('\0', ' ')
        .trim() ?? '',
    executable: () => withoutMark(attempt(() => files.follow(`${folder}/exe`)) ?? ''),
    userId() {
      const line = /^Uid:\s+\d+\s+(\d+)/m.exec(attempt(() => files.read(`${folder}/status`)) ?? '');
      return line === null ? null : Number(line[1]);
    },
    openFiles: () => attempt(() => files.list(`${folder}/fd`).length),
  };
}

/** A program replaced by an update still runs; the kernel marks its path. */
function withoutMark(path: string): string {
  return path.endsWith(DELETED) ? path.slice(0, -DELETED.length) : path;
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
