import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Processor seconds (user and system) and resident bytes of one process, from /proc. */
export interface Usage {
  cpuSeconds: number;
  residentBytes: number;
}

/** Reads what process `pid` has used so far. Throws when it has ended. */
export function usageOf(pid: number): Usage {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (index: number) => Number(fields[index]);
  return { cpuSeconds: (at(11) + at(12)) / TICKS_PER_SECOND, residentBytes: at(21) * PAGE_BYTES };
}
