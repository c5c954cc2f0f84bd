/** Averages over 1, 5 and 15 minutes in /proc/loadavg. Throws when there are none. */
export function parseLoad(text: string): readonly [number, number, number] {
  const match = /^([\d.]+) ([\d.]+) ([\d.]+) /.exec(text);
  if (match === null) throw new Error('/proc/loadavg has no load averages');
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Seconds since boot in /proc/uptime. Throws when there are none. */
export function parseUptime(text: string): number {
  const match = /^([\d.]+) /.exec(text);
  if (match === null) throw new Error('/proc/uptime has no time');
  return Number(match[1]);
}
