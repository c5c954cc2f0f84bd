import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { createFileReader } from './kept-files.ts';

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

interface Kept<T> {
  file: number;
  isKernels: boolean;
  /** What its file said last, and what that was parsed to. */
  text: string;
  it: T;
}

/**
 * Builds the reader of all processes' stat files; `parse` is given each text. Opening costs three times what reading costs, so files stay open while
 * their process lives: one whose process has ended gives no more text, whoever has its number then. A process that slept says what it said before, which is not
 * parsed again. Of the kernel's own threads what an earlier look gave may stand. Listing them all costs as much as reading twenty: it is left out where none was
 * begun and none has ended since.
 */
export function createStatReader<T>(root: string, parse: (text: string) => T): ReadStats<T> {
  const kept = new Map<string, Kept<T>>();
  const newest = newestNumber(root);
  const buffer = Buffer.alloc(MOST_BYTES);
  let stats = new Map<string, T>();
  let isAllKept = false;
  let looks = 0;
  let before: string | null = null;

  function readOpen(file: number): string | null {
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, MOST_BYTES, 0));
    } catch {
      return null;
    }
  }

  function readKept(pid: string, one: Kept<T>): T | null {
    const text = readOpen(one.file);
    if (text === null) {
      kept.delete(pid);
      closeSync(one.file);
      return null;
    }
    if (text !== one.text) {
      // A helper that the kernel starts is a thread of its own first.
      one.isKernels &&= isKernels(text);
      one.text = text;
      one.it = parse(text);
    }
    return one.it;
  }

  function readAnew(pid: string): T | null {
    const file = open(`${root}/proc/${pid}/stat`);
    if (file === null) return null;
    const text = readOpen(file);
    if (text === null || kept.size >= MOST_KEPT) closeSync(file);
    if (text === null) return null;
    const it = parse(text);
    if (kept.size < MOST_KEPT) kept.set(pid, { file, isKernels: isKernels(text), text, it });
    else isAllKept = false;
    return it;
  }

  /** Those of before; false when one of them has ended. */
  function readAgain(): boolean {
    for (const [pid, one] of kept) {
      if (one.isKernels) continue;
      const it = readKept(pid, one);
      if (it === null) return false;
      stats.set(pid, it);
    }
    return true;
  }

  function readAll(kernelsToo: boolean): void {
    isAllKept = true;
    const found = new Map<string, T>();
    for (const pid of readdirSync(`${root}/proc`)) {
      if (!isNumber(pid)) continue;
      const one = kept.get(pid);
      const known = one === undefined ? null : one.isKernels && !kernelsToo ? one.it : readKept(pid, one);
      const it = known ?? readAnew(pid);
      if (it !== null) found.set(pid, it);
    }
    for (const [pid, { file }] of kept)
      if (!found.has(pid)) {
        kept.delete(pid);
        closeSync(file);
      }
    stats = found;
  }

  return () => {
    // What came or went since among the kernel's own, and a number that was given anew, is seen by then.
    const kernelsToo = looks++ % KERNEL_EVERY === 0;
    const now = newest();
    const isNoneNew = isAllKept && now !== null && now === before;
    before = now;
    if (kernelsToo || !isNoneNew || !readAgain()) readAll(kernelsToo);
    return stats;
  };
}

/** Builds what tells the number that was given to a process or thread last, from proc(5) /proc/loadavg; null when that cannot be told. */
function newestNumber(root: string): () => string | null {
  const read = createFileReader(root, (path) => readFileSync(root + path, 'utf8'));
  return () => {
    try {
      const text = read('/proc/loadavg');
      return text.slice(text.lastIndexOf(' '));
    } catch {
      return null;
    }
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
