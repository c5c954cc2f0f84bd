import { createHost } from '@watchcase/agent/host/index.ts';
import { probeOptions } from '@watchcase/agent/probes/options.generated.ts';
import { probes } from '@watchcase/agent/probes/registry.generated.ts';
import { createLog, systemClock } from '@watchcase/runtime';

/** Processor time that one collection of the machine's probes takes here; prints one JSON line. */
const MACHINE = ['cpu', 'disk', 'diskio', 'mem', 'net', 'processes', 'procstat', 'swap', 'system'];
const OPTIONS: Readonly<Record<string, unknown>> = {
  procstat: { watch: [{ name: 'init' }, { name: 'never' }] },
};
const WARM_UP = 50;
const ROUNDS = 400;
const COLLECTIONS_AN_HOUR = 240;

const host = createHost({ clock: systemClock, log: createLog('bench', 'warn') });
const collects = MACHINE.map((name) => {
  const probe = probes[name];
  const options = probeOptions[name];
  if (probe === undefined || options === undefined) throw new Error(`no probe ${name}`);
  return { name, collect: probe.start(options.parse(OPTIONS[name] ?? {}), host) };
});

let spent = new Map<string, number>();
let values = 0;
for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
  if (round === WARM_UP) spent = new Map();
  values = 0;
  for (const { name, collect } of collects) {
    const before = process.cpuUsage();
    // Each round is a moment of its own, so that processes are read anew.
    const samples = await collect(round * 15_000);
    const { user, system } = process.cpuUsage(before);
    spent.set(name, (spent.get(name) ?? 0) + (user + system) / 1000);
    values += samples.reduce((sum, { fields }) => sum + fields.length, 0);
  }
}

const perCollection = (ms: number) => Math.round((ms / ROUNDS) * 1000) / 1000;
const total = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
const line = {
  bench: 'agent-probes',
  rounds: ROUNDS,
  processes: host.processes(-1).length,
  values,
  cpuMsPerCollection: perCollection(total),
  cpuSecondsPerHourAt15s: perCollection((total * COLLECTIONS_AN_HOUR) / 1000),
  cpuMsByProbe: Object.fromEntries([...spent].map(([name, ms]) => [name, perCollection(ms)])),
};
process.stdout.write(`${JSON.stringify(line)}\n`);
