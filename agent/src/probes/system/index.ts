import { defineProbe } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { parseLoad, parseUptime } from './parse-system.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'system',
  start: (_options, host) => async () => {
    const { load, uptimeSeconds } = host.platform === 'linux' ? readLinux(host) : readPortable(host);
    return [
      {
        measurement: 'system',
        tags: {},
        fields: [
          ['load1', 'none', load?.[0] ?? null],
          ['load5', 'none', load?.[1] ?? null],
          ['load15', 'none', load?.[2] ?? null],
          ['n_cpus', 'count', host.processors()],
          ['uptime', 'seconds', Math.floor(uptimeSeconds)],
        ],
      },
    ];
  },
});

function readLinux(host: Host) {
  return {
    load: parseLoad(host.read('/proc/loadavg')),
    uptimeSeconds: parseUptime(host.read('/proc/uptime')),
  };
}

function readPortable({ portable }: Host) {
  return { load: portable.load(), uptimeSeconds: portable.uptimeSeconds() };
}
