import { type Usage, usageOf } from '../fleet/usage.ts';

/** Processor time of the parts of a house, over all their lives. */
export interface Spent {
  /** To be told before a process is ended. One that has ended already adds nothing. */
  note(part: string, pid: number): void;
  /** Seconds so far, the lives that were noted. */
  seconds(part: string): number;
  /** Largest resident size that was noted, MiB. */
  residentMiB(part: string): number;
}

/** Begins at nothing. */
export function createSpent(): Spent {
  const known = new Map<string, Usage>();
  return {
    note(part, pid) {
      const before = known.get(part) ?? { cpuSeconds: 0, residentBytes: 0 };
      const usage = usageIfAlive(pid);
      known.set(part, {
        cpuSeconds: before.cpuSeconds + usage.cpuSeconds,
        residentBytes: Math.max(before.residentBytes, usage.residentBytes),
      });
    },
    seconds: (part) => known.get(part)?.cpuSeconds ?? 0,
    residentMiB: (part) => Math.round((known.get(part)?.residentBytes ?? 0) / 2 ** 20),
  };
}

function usageIfAlive(pid: number): Usage {
  try {
    return usageOf(pid);
  } catch {
    return { cpuSeconds: 0, residentBytes: 0 };
  }
}
