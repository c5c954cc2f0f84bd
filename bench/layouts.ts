import { join } from 'node:path';
import { type Layout, layoutId, seriesCount, usernameOf } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { repositoryRoot } from '../test/house/tree.ts';
import { type Collector, startCollector } from '../test/harness/index.ts';
import { type Credential, startRawAgent } from '../test/scenarios/raw-agent.ts';
import { fleetLayout } from './fleet/series.ts';
import { identityOfHost, passwordOfHost, seedHosts } from './fleet/seed-hosts.ts';
import { pause } from '../test/scenarios/pause.ts';
import { usageOf } from './fleet/usage.ts';

const HOSTS = 3;
const INTERVAL_MS = 15_000;
/** Mounts and cables of containers: with a server's own 100 series some 1 100. */
const CONTAINERS = 60;
/** So many of them are new in the next layout. */
const NEW_ONES = 2;
const SPACE = [
  'total',
  'free',
  'used',
  'inodes_total',
  'inodes_free',
  'inodes_used',
  'read_only',
  'write_lost',
  'readable',
];
const TRAFFIC = [
  'bytes_recv',
  'bytes_sent',
  'packets_recv',
  'packets_sent',
  'err_in',
  'err_out',
  'drop_in',
  'drop_out',
];
const REST_MS = 10_000;
/** A build that loads every layout at its start takes its time. */
const START_MS = 120_000;
/** A collector of three hosts may keep so much more after it has seen all of their layouts and was started again, MiB. */
const MOST_KEPT_MIB = 30;

/** What layouts of container hosts cost that nobody uses any more, by this build and by the one in `against`. One line of JSON. */
export async function runLayouts(options: { quick: boolean; against: string | undefined }): Promise<boolean> {
  const each = options.quick ? 40 : 200;
  const before = options.against === undefined ? null : await measure(options.against, each);
  const now = await measure(repositoryRoot, each);
  const faults =
    now.startedAgainMiB - now.emptyMiB <= MOST_KEPT_MIB
      ? []
      : [`${now.startedAgainMiB - now.emptyMiB} MiB are kept for what no host uses`];
  const layout = containerHost(0);
  const report = {
    bench: 'layouts',
    layouts: HOSTS * each,
    series: seriesCount(layout),
    before,
    now,
    faults,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return faults.length === 0;
}

/** Resident memory of a collector that knows three hosts and none of their layouts, that has seen all, and after another start. */
async function measure(root: string, each: number) {
  const collector = await startCollector({ root, startMs: START_MS, config: { log: { level: 'warn' } } });
  try {
    await collector.end();
    await seedHosts(join(collector.data, 'watchcase.db'), HOSTS, systemClock.now(), root);
    const url = `mqtt://127.0.0.1:${collector.mqttPort}`;
    const emptyMiB = await restedAfterStart(collector);
    for (let index = 0; index < HOSTS * each; index++) {
      const layout = containerHost(index);
      const agent = startRawAgent(credentialOf(index % HOSTS), url, layout);
      agent.read(
        systemClock.now(),
        Array.from({ length: seriesCount(layout) }, () => 1),
      );
      await eventually(() => agent.unacknowledged() === 0, { timeoutMs: 30_000 });
      await agent.stop();
    }
    await pause(REST_MS);
    const seenAllMiB = residentMiB(collector);
    await collector.end();
    return { emptyMiB, seenAllMiB, startedAgainMiB: await restedAfterStart(collector) };
  } finally {
    await collector.stop();
  }
}

/** As enrolment would have given it. */
function credentialOf(index: number): Credential {
  const identity = identityOfHost(index);
  return { ok: true, ...identity, shard: 0, username: usernameOf(identity), password: passwordOfHost(index) };
}

async function restedAfterStart(collector: Collector): Promise<number> {
  await collector.restart();
  await pause(REST_MS);
  return residentMiB(collector);
}

function residentMiB(collector: Collector): number {
  return Math.round(usageOf(collector.pid()).residentBytes / 2 ** 20);
}

/** The `number`th state of a machine whose containers come and go. */
function containerHost(number: number): Layout {
  const own = fleetLayout(INTERVAL_MS);
  const containers = Array.from({ length: CONTAINERS }, (_, index) =>
    (number * NEW_ONES + index).toString(16),
  );
  const content: Omit<Layout, 'id'> = {
    stream: own.stream,
    intervalMs: own.intervalMs,
    groups: [
      ...own.groups,
      ...containers.flatMap((id) => [
        {
          measurement: 'disk',
          tags: { path: `/var/lib/docker/containers/${id.padStart(64, '0')}/mounts/shm`, fstype: 'tmpfs' },
          fields: SPACE.map((field): [string, 'bytes'] => [field, 'bytes']),
        },
        {
          measurement: 'net',
          tags: { interface: `veth${id.padStart(7, '0')}` },
          fields: TRAFFIC.map((field): [string, 'bytes'] => [field, 'bytes']),
        },
      ]),
    ],
  };
  return { id: layoutId(content), ...content };
}
