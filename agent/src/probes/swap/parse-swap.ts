/** Swap in /proc/meminfo, bytes. Throws when the file does not tell. */
export function parseSizes(meminfo: string): { total: number; free: number } {
  const total = numberAfter(meminfo, /^SwapTotal:\s+(\d+) kB$/m);
  const free = numberAfter(meminfo, /^SwapFree:\s+(\d+) kB$/m);
  if (total === null || free === null) throw new Error('/proc/meminfo does not say how much swap there is');
  return { total: total * 1024, free: free * 1024 };
}

/** Pages swapped in and out since boot, by /proc/vmstat; null when the kernel was built without swap. */
export function parseSwappedPages(vmstat: string): { in: number | null; out: number | null } {
  return {
    in: numberAfter(vmstat, /^pswpin (\d+)$/m),
    out: numberAfter(vmstat, /^pswpout (\d+)$/m),
  };
}

function numberAfter(text: string, pattern: RegExp): number | null {
  const match = pattern.exec(text);
  return match === null ? null : Number(match[1]);
}
