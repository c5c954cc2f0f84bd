import { cpus } from 'node:os';

/**
 * Processors of the whole machine, as the load average counts them: a limit on this process alone (affinity, a control
 * group's quota) does not count. `online` is the text of /sys/devices/system/cpu/online, e.g. `0-3,6`; null where there is none.
 */
export function countProcessors(online: string | null): number {
  const ranges = (online ?? '').trim().split(',').filter(Boolean);
  const counted = ranges.map((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Number(last) - Number(first) + 1;
  });
  const total = counted.reduce((sum, count) => sum + count, 0);
  return total > 0 ? total : cpus().length;
}
