import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

/** Texts of every /proc/PID/stat, by process number. */
export type ReadStats = () => Map<string, string>;

/** Most files kept open; processes beyond it are opened each time. */
const MOST_KEPT = 512;
/** Two of three processes are threads of the kernel's own, which do not end and hardly change: they are read at each sixth look. */
const KERNEL_EVERY = 6;
/** PF_KTHREAD among the flags of proc(5) /proc/PID/stat. */
const KERNEL_FLAG = 0x00_20_00_00;
/** A stat line is about 350 bytes, at most some 1 100. */
const MOST_BYTES = 4096;

/**
 * Builds the reader of all processes' stat files. Opening costs three times what reading costs, so files stay open while
 * their process lives: one whose process has ended gives no more text, whoever has its number then. Of the
 * kernel's own threads the text of an earlier look may stand.
 */
export function createStatReader(root: string): ReadStats {
  const kept = new Map<string, number>();
  const buffer = Buffer.alloc(MOST_BYTES);

  function readOpen(file: number): string | null {
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, MOST_BYTES, 0));
    } catch {
      return null;
    }
  }

  function readKept(pid: string): string | null {
    const file = kept.get(pid);
    const text = file === undefined ? null : readOpen(file);
    if (file !== undefined && text === null) forget(pid, file);
    return text;
  }

  function readAnew(pid: string): string | null {
    const file = open(`${root}/proc/${pid}/stat`);
    if (file === null) return null;
    const text = readOpen(file);
    if (text !== null && kept.size < MOST_KEPT) kept.set(pid, file);
    else closeSync(file);
    return text;
  }

  function forget(pid: string, file: number): void {
    kept.delete(pid);
    closeSync(file);
  }

  let kernel = new Map<string, string>();
  let looks = 0;

  return () => {
    const texts = new Map<string, string>();
    // What came or went since, and a number that was given anew, is seen by then.
    if (looks++ % KERNEL_EVERY === 0) kernel = new Map();
    for (const pid of readdirSync(`${root}/proc`)) {
      if (!isNumber(pid)) continue;
      const text = kernel.get(pid) ?? readKept(pid) ?? readAnew(pid);
      if (text === null) continue;
      texts.set(pid, text);
      if (!kernel.has(pid) && isKernels(text)) kernel.set(pid, text);
    }
    for (const [pid, file] of kept) if (!texts.has(pid)) forget(pid, file);
    return texts;
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
