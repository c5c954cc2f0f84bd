import { type FleetOptions, runFleet } from './fleet/index.ts';

/** A run of the fleet: which broker, what stands behind the collector, how many hosts. */
type Setting = Pick<FleetOptions, 'broker' | 'history' | 'hosts'>;

const full: readonly Setting[] = [
  { broker: 'mosquitto', history: 'embedded', hosts: 1000 },
  { broker: 'mosquitto', history: 'embedded', hosts: 5000 },
  { broker: 'mosquitto', history: 'embedded', hosts: 10_000 },
  { broker: 'mosquitto', history: 'victoria-metrics', hosts: 10_000 },
  { broker: 'embedded', history: 'embedded', hosts: 5000 },
];
const quick: readonly Setting[] = [{ broker: 'mosquitto', history: 'embedded', hosts: 1000 }];

/** A simulated fleet against a real collector: what a million values cost, and how long a page takes. One line of JSON per setting. */
export async function runFleets(options: { quick: boolean }): Promise<boolean> {
  let sound = true;
  for (const setting of options.quick ? quick : full) {
    const times = options.quick
      ? { warmSeconds: 20, measureSeconds: 40 }
      : { warmSeconds: 60, measureSeconds: 60 };
    const report = await runFleet({ ...setting, ...times, intervalMs: 15_000 });
    process.stdout.write(`${JSON.stringify(report)}\n`);
    sound &&= report.lost === 0;
  }
  return sound;
}
