import { type CpuTimes, kindsInOrder } from './usage.ts';

/** The lines `cpu` (all, here `cpu-total`) and `cpuN` of /proc/stat, in ticks. Throws when the file has none. */
export function parseCpuTimes(text: string): Map<string, CpuTimes> {
  const times = new Map<string, CpuTimes>();
  for (const line of text.split('\n')) {
    if (!line.startsWith('cpu')) break;
    const [name = '', ...ticks] = line.split(/\s+/);
    // Old kernels have fewer columns.
    const entries = kindsInOrder.map((kind, index) => [kind, Number(ticks[index] ?? 0)]);
    times.set(name === 'cpu' ? 'cpu-total' : name, Object.fromEntries(entries) as CpuTimes);
  }
  if (!times.has('cpu-total')) throw new Error('/proc/stat does not begin with processor times');
  return times;
}
