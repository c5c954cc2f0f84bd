import { repositoryRoot } from '../test/house/tree.ts';
import { type FleetOptions, runFleet } from './fleet/index.ts';

/** A run of the fleet: which broker, what stands behind the collector, how many hosts, how long. */
type Setting = Partial<FleetOptions> & Pick<FleetOptions, 'broker' | 'history' | 'hosts'>;

const full: readonly Setting[] = [
  { broker: 'mosquitto', history: 'embedded', hosts: 1000 },
  { broker: 'mosquitto', history: 'embedded', hosts: 5000 },
  { broker: 'mosquitto', history: 'embedded', hosts: 10_000 },
  {
    broker: 'mosquitto',
    history: 'victoria-metrics',
    hosts: 10_000,
    warmSeconds: 90,
    measureSeconds: 180,
  },
  { broker: 'embedded', history: 'embedded', hosts: 5000 },
  {
    broker: 'mosquitto',
    history: 'victoria-metrics',
    resolution: 'minute',
    hosts: 50_000,
    // The database meets five million series for the first time: that takes it some minutes, once.
    warmSeconds: 360,
    measureSeconds: 600,
  },
];
const quick: readonly Setting[] = [{ broker: 'mosquitto', history: 'embedded', hosts: 1000 }];
/** For builds beside each other. */
const paired: FleetOptions = {
  broker: 'mosquitto',
  history: 'embedded',
  hosts: 4000,
  intervalMs: 5000,
  breachEveryMs: 500,
  warmSeconds: 30,
  measureSeconds: 120,
};
/** Pages enough for a percentile. */
const OFTEN_MS = 250;

/** A simulated fleet against a real collector: what a million values cost, and how long a page takes. One line of JSON per setting; with `against`, folders of other builds, one of all of them at the same time. */
export function runFleets(options: {
  quick: boolean;
  hosts: number | undefined;
  against: string | undefined;
}): Promise<boolean> {
  if (options.against !== undefined)
    return runPaired('fleet', options.against.split(','), {
      ...paired,
      hosts: options.hosts ?? paired.hosts,
    });
  const wanted = options.quick ? quick : full;
  return runEach(
    wanted.filter(({ hosts }) => options.hosts === undefined || hosts === options.hosts),
    { quick: options.quick, breachEveryMs: 1000 },
  );
}

/** Four breaches a second under the load of a fleet: from the sending of the breaching reading to the arrival of its page; with `against` as in `runFleets`. */
export function runLatency(options: {
  quick: boolean;
  hosts: number | undefined;
  against: string | undefined;
}): Promise<boolean> {
  if (options.against !== undefined)
    return runPaired('latency', options.against.split(','), {
      ...paired,
      hosts: options.hosts ?? paired.hosts,
      breachEveryMs: OFTEN_MS,
    });
  const settings: Setting[] = options.quick
    ? [...quick]
    : [{ broker: 'mosquitto', history: 'embedded', hosts: 10_000 }];
  return runEach(settings, { quick: options.quick, breachEveryMs: OFTEN_MS });
}

async function runEach(
  settings: readonly Setting[],
  { quick: isQuick, breachEveryMs }: { quick: boolean; breachEveryMs: number },
): Promise<boolean> {
  let sound = true;
  for (const setting of settings) {
    const times = isQuick ? { warmSeconds: 20, measureSeconds: 40 } : { warmSeconds: 60, measureSeconds: 60 };
    const report = await runFleet({ intervalMs: 15_000, breachEveryMs, ...times, ...setting });
    process.stdout.write(`${JSON.stringify(report)}\n`);
    sound &&= report.lost === 0 && report.doubled === 0;
  }
  return sound;
}

/** What the machine does meanwhile meets all builds. */
async function runPaired(bench: string, others: readonly string[], setting: FleetOptions): Promise<boolean> {
  const [now, ...before] = await Promise.all(
    [repositoryRoot, ...others].map((root) => runFleet({ ...setting, root })),
  );
  if (now === undefined) throw new Error('nothing was measured');
  const ratios = before.map((one) =>
    Object.fromEntries(
      (['collector', 'total'] as const).map((of) => [
        of,
        Math.round((now.cpuSecondsPerMillionValues[of] / one.cpuSecondsPerMillionValues[of]) * 1000) / 1000,
      ]),
    ),
  );
  process.stdout.write(`${JSON.stringify({ bench, now, before, ratios })}\n`);
  return [now, ...before].every(({ lost, doubled }) => lost === 0 && doubled === 0);
}
