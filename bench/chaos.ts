import { systemClock } from '@watchcase/runtime';
import { type ChaosPlan, runChaos } from './chaos/index.ts';

const MINUTE_MS = 60_000;
const HOSTS = 2000;
const MINUTES = 30;
const HOSTS_PER_GROUP = 250;

const quick = (seed: number): ChaosPlan => ({
  script: { seed, hosts: 240, intervalMs: 5000, ticks: 14, share: 0.3, lasts: { least: 6, most: 7 } },
  disturbance: {
    seed,
    forMs: 50_000,
    upMs: { collector: 9000, broker: 16_000, victoria: 8000, group: 6000, agent: 6000 },
    downMs: 1500,
    awayMs: 15_000,
    fullMs: 6000,
    fills: 1,
  },
  groups: 3,
  agents: { count: 2, interval: '2s' },
  diskMiB: 128,
});

const full = (seed: number, hosts: number, minutes: number): ChaosPlan => ({
  script: { seed, hosts, intervalMs: 15_000, ticks: minutes * 4, share: 0.15, lasts: { least: 6, most: 12 } },
  disturbance: {
    seed,
    forMs: (minutes - 1) * MINUTE_MS,
    upMs: { collector: 30_000, broker: 60_000, victoria: 50_000, group: 20_000, agent: 25_000 },
    downMs: 3000,
    awayMs: Math.min(10, minutes / 3) * MINUTE_MS,
    fullMs: 45_000,
    fills: 2,
  },
  groups: Math.ceil(hosts / HOSTS_PER_GROUP),
  agents: { count: 6, interval: '5s' },
  diskMiB: 2048,
});

/**
 * Kills, full disks and a time-series database that is away, held against an undisturbed run of the same seed beside it. One line of JSON. `hosts` and `minutes`
 * make the full run smaller.
 */
export async function runChaosBench(options: {
  quick: boolean;
  seed: number;
  hosts?: number | undefined;
  minutes?: number | undefined;
}): Promise<boolean> {
  const { seed, hosts = HOSTS, minutes = MINUTES } = options;
  const startedAt = systemClock.monotonic();
  const report = await runChaos(options.quick ? quick(seed) : full(seed, hosts, minutes));
  const seconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
  process.stdout.write(`${JSON.stringify({ bench: 'chaos', seed, seconds, ...report })}\n`);
  return report.faults.length === 0;
}
