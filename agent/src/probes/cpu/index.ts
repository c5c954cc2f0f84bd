import { defineProbe } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { parseCpuTimes } from './parse-cpu-times.ts';
import { type CpuTimes, usageFields } from './usage.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'cpu',
  start({ percpu }, host) {
    let before: ReadonlyMap<string, CpuTimes> = new Map();
    return async () => {
      const times = host.platform === 'linux' ? parseCpuTimes(host.read('/proc/stat')) : portableTimes(host);
      const samples = [...times]
        .filter(([cpu]) => percpu || cpu === 'cpu-total')
        .map(([cpu, now]) => ({
          measurement: 'cpu',
          tags: { cpu },
          fields: usageFields(before.get(cpu), now),
        }));
      before = times;
      return samples;
    };
  },
});

const UNKNOWN_ELSEWHERE = { iowait: null, softirq: null, steal: null, guest: null, guest_nice: null };

function portableTimes(host: Host): Map<string, CpuTimes> {
  const times = new Map<string, CpuTimes>();
  const total = { user: 0, nice: 0, system: 0, idle: 0, irq: 0, ...UNKNOWN_ELSEWHERE };
  times.set('cpu-total', total);
  for (const [index, each] of host.portable.processorTimes().entries()) {
    times.set(`cpu${index}`, { ...each, ...UNKNOWN_ELSEWHERE });
    total.user += each.user;
    total.nice += each.nice;
    total.system += each.system;
    total.idle += each.idle;
    total.irq += each.irq;
  }
  return times;
}
