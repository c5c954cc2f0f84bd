import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

/** What every /proc/PID/stat says, by process number. */
export type ReadStats<T> = () => Map<string, T>;

/** Most files kept open; processes beyond it are opened each time. */
const MOST_KEPT = 512;
/** Two of three processes are threads of the kernel's own, which seldom end and hardly change: they are read at each sixth look. */
const KERNEL_EVERY = 6;
/** PF_KTHREAD among the flags of proc(5) /proc/PID/stat. */
const KERNEL_FLAG = 0x00_20_00_00;
/** A stat line is about 350 bytes, at most some 1 100. */
const MOST_BYTES = 4096;

interface Kept {
  file: number;
  isKernels: boolean;
}

/**
 * Builds the reader of all processes' stat files; `parse` is given each text. Opening costs three times what reading costs, so files stay open while
 * their process lives: one whose process has ended gives no more text, whoever has its number then. Of the
 * kernel's own threads what an earlier look gave may stand.
 */
export function createStatReader<T>(root: string, parse: (text: string) => T): ReadStats<T> {
  const kept = new Map<string, Kept>();
  const buffer = Buffer.alloc(MOST_BYTES);
  let kernel = new Map<string, T>();
  let looks = 0;

  function readOpen(file: number): string | null {
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, MOST_BYTES, 0));
    } catch {
      return null;
    }
  }

  function readKept(pid: string): T | null {
    const one = kept.get(pid);
    if (one === undefined) return null;
    const text = readOpen(one.file);
    if (text === null) {
      forget(pid, one);
      return null;
    }
    // A helper that the kernel starts is a thread of its own first.
    one.isKernels &&= isKernels(text);
    return parsed(pid, text, one.isKernels);
  }

  function readAnew(pid: string): T | null {
    const file = open(`${root}/proc/${pid}/stat`);
    if (file === null) return null;
    const text = readOpen(file);
    const one = { file, isKernels: text !== null && isKernels(text) };
    if (text !== null && kept.size < MOST_KEPT) kept.set(pid, one);
    else closeSync(file);
    return text === null ? null : parsed(pid, text, one.isKernels);
  }

  function parsed(pid: string, text: string, ofKernel: boolean): T {
    const it = parse(text);
    if (ofKernel) kernel.set(pid, it);
    return it;
  }

  function forget(pid: string, { file }: Kept): void {
    kept.delete(pid);
    closeSync(file);
  }

  return () => {
    const stats = new Map<string, T>();
    // What came or went since, and a number that was given anew, is seen by then.
    if (looks++ % KERNEL_EVERY === 0) kernel = new Map();
    for (const pid of readdirSync(`${root}/proc`)) {
      if (!isNumber(pid)) continue;
      const it = kernel.get(pid) ?? readKept(pid) ?? readAnew(pid);
      if (it !== null) stats.set(pid, it);
    }
    kept.forEach((one, pid) => {
      if (!stats.has(pid)) forget(pid, one);
    });
    return stats;
  };
}

function isKernels(text: string): boolean {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ', 7);
  return (Number(fields[6]) & KERNEL_FLAG) !== 0;
}

function isNumber(name: string): boolean {
  const first = name.codePointAt(0) ?? 0;
  return first >= 48 && first <= 57;
}

function open(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}
