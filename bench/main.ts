#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { runAgent } from './agent.ts';
import { runChaosBench } from './chaos.ts';
import { runDeaf } from './deaf.ts';
import { runFaults } from './faults.ts';
import { runFleets, runLatency } from './fleet.ts';
import { HELP } from './help.ts';
import { runPlayed } from './kills.ts';
import { runNoisy } from './noisy.ts';
import { runOverload } from './overload.ts';
import { runPeers } from './peers.ts';
import { runDashboardQueries } from './queries.ts';
import { runReturns } from './return.ts';

const benches = {
  agent: runAgent,
  chaos: runChaosBench,
  deaf: runDeaf,
  faults: runFaults,
  fleet: runFleets,
  latency: runLatency,
  kills: runPlayed,
  noisy: runNoisy,
  overload: runOverload,
  peers: runPeers,
  queries: runDashboardQueries,
  return: runReturns,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    deployment: { type: 'string' },
    hosts: { type: 'string' },
    minutes: { type: 'string' },
    against: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [name = ''] = positionals;
if (values.help || !Object.hasOwn(benches, name)) {
  process.stdout.write(`${HELP}\n`);
  process.exitCode = values.help ? 0 : 1;
} else {
  const bench = benches[name as keyof typeof benches];
  const sound = await bench({
    quick: values.quick,
    kills: values.quick ? 8 : 50,
    seed: Number(values.seed),
    deployment: values.deployment,
    against: values.against,
    hosts: values.hosts === undefined ? undefined : Number(values.hosts),
    minutes: values.minutes === undefined ? undefined : Number(values.minutes),
  });
  process.exitCode = sound ? 0 : 1;
}
