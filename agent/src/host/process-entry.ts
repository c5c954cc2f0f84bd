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
  /** True for the kernel's own threads, which have no program. A swapped-out process has no resident page either. */
  isKernels: boolean;
  /** Program and arguments as it was started with them, or what it has written there since; empty for the kernel's own threads and for a process that has ended. */
  arguments(): readonly string[];
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

/** A process by the text of its stat file. */
export function processEntry(text: string, files: ProcessFiles): ProcessEntry {
  return new StatEntry(text, files);
}

/** PF_KTHREAD among the flags of proc(5) /proc/PID/stat. */
const KERNEL_FLAG = 0x00_20_00_00;

/** Fields up to the last that is wanted. */
const MOST_FIELDS = 22;

/** Fields of proc(5) /proc/PID/stat, counted behind the name, which may hold anything. */
class StatEntry implements ProcessEntry {
  readonly pid: number;
  readonly name: string;
  readonly #fields: readonly string[];
  readonly #files: ProcessFiles;

  constructor(text: string, files: ProcessFiles) {
    const open = text.indexOf('(');
    const close = text.lastIndexOf(')');
    this.pid = Number(text.slice(0, open));
    this.name = text.slice(open + 1, close);
    this.#fields = text.slice(close + 2).split(' ', MOST_FIELDS);
    this.#files = files;
  }

  get state(): string {
    return this.#fields[0] ?? '';
  }

  get ticks(): number {
    return this.#at(11) + this.#at(12);
  }

  get threads(): number {
    return this.#at(17);
  }

  get startTicks(): number {
    return this.#at(19);
  }

  get residentPages(): number {
    return this.#at(21);
  }

  get isKernels(): boolean {
    return (this.#at(6) & KERNEL_FLAG) !== 0;
  }

  arguments(): readonly string[] {
    const text = attempt(() => this.#files.read(`/proc/${this.pid}/cmdline`)) ?? '';
    // What a daemon writes there may be padded to the length that was there before.
    const list = text.replace(/\0+$/, '').split('\0');
    return list.length === 1 && list[0] === '' ? [] : list;
  }

  executable(): string {
    return withoutMark(attempt(() => this.#files.follow(`/proc/${this.pid}/exe`)) ?? '');
  }

  userId(): number | null {
    const text = attempt(() => this.#files.read(`/proc/${this.pid}/status`)) ?? '';
    const line = /^Uid:\s+\d+\s+(\d+)/m.exec(text);
    return line === null ? null : Number(line[1]);
  }

  openFiles(): number | null {
    return attempt(() => this.#files.list(`/proc/${this.pid}/fd`).length);
  }

  #at(index: number): number {
    return Number(this.#fields[index]);
  }
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
