import { readdirSync, readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with its number. */
export interface TreeProcess {
  pid: number;
  /** Ticks since boot. */
  start: string;
}

/** A process and all that it, and what it started, has started and not ended yet; itself alone where there is no /proc. */
export function processTree(root: number): TreeProcess[] {
  return growTree([{ pid: root, start: entryOf(String(root))?.start ?? '' }]);
}

/** Those of a tree that still live, with what they have started since. */
export function growTree(tree: readonly TreeProcess[]): TreeProcess[] {
  const all = processes();
  const found = all.filter((one) => tree.some(({ pid, start }) => one.pid === pid && one.start === start));
  for (const parent of found) found.push(...all.filter(({ parent: its }) => its === parent.pid));
  if (all.length === 0) return [...tree];
  return found.map(({ pid, start }) => ({ pid, start }));
}

/** Sends a signal to those of them that still live. */
export function signalAll(tree: readonly TreeProcess[], signal: NodeJS.Signals): void {
  for (const { pid, start } of tree) {
    if (start !== '' && entryOf(String(pid))?.start !== start) continue;
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function processes() {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (entryOf(name) ?? []) : []));
  } catch {
    return [];
  }
}

/** Fields 4 and 22 of proc(5) /proc/PID/stat, counted behind the name, which may hold anything. */
function entryOf(pid: string): { pid: number; parent: number; start: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid: Number(pid), parent: Number(fields[1]), start: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
