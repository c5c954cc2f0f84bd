import { readdirSync, readFileSync } from 'node:fs';
import type { Usage } from '../fleet/usage.ts';

const TICKS_PER_SECOND = 100;

/**
 * What a process and all below it have used so far, those that have ended included. `residentBytes` counts memory that they share once (the kernel's
 * proportional share): summed up, a database's buffers would count once for each of its processes.
 */
export function usageOfTree(root: number): Usage {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)));
  const tree = new Set([root]);
  // A child may have a smaller number than its parent, so once through may not be enough.
  for (let before = 0; before < tree.size; ) {
    before = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  const members = all.filter(({ pid }) => tree.has(pid));
  return {
    cpuSeconds: members.reduce((sum, one) => sum + one.cpuSeconds, 0),
    residentBytes: members.reduce((sum, one) => sum + proportionalBytes(one.pid), 0),
  };
}

function statOf(pid: number): { pid: number; parent: number; cpuSeconds: number }[] {
  const text = readIfThere(`/proc/${pid}/stat`);
  if (text === '') return [];
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
  return [{ pid, parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND }];
}

function proportionalBytes(pid: number): number {
  const found = /^Pss:\s+(\d+) kB/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`));
  return Number(found?.[1] ?? 0) * 1024;
}

/** Empty when the process has ended meanwhile. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
