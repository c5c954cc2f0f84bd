import { systemClock } from '@watchcase/runtime';
import pg from 'pg';
import { type Postgres, startPostgres, startWebhook, type Webhook } from '../../test/harness/index.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { rounded } from '../fleet/index.ts';
import type { PeerOptions } from './peer-options.ts';
import { breachEachSecond, pagesOf } from './breaches.ts';
import { costPerMillion, createParts, residentMiB } from './parts.ts';
import { usageOfTree } from './tree-usage.ts';
import { fillZabbix, zabbixHost } from './zabbix-fleet.ts';
import { sendHost, type Taken } from './zabbix-sender.ts';
import { startZabbix, type ZabbixServer } from './zabbix-server.ts';

const SERIES = 100;
/** Escalations start every three seconds. */
const LAST_PAGES_MS = 12_000;
/** What waits in the history cache is written by then. */
const LAST_WRITES_MS = 8000;
const SLICE_MS = 10;

/** Zabbix on a PostgreSQL that makes its commits durable takes the fleet's values as trapper items. */
export async function runZabbix(options: PeerOptions): Promise<Record<string, unknown>> {
  const parts = createParts();
  try {
    const webhook = parts.add(await startWebhook());
    const postgres = parts.add(await startPostgres({ shared_buffers: '512MB', max_wal_size: '4GB' }));
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    parts.add({ stop: () => client.end() });
    await fillZabbix(client, options.hosts, webhook.url);
    const server = parts.add(await startZabbix(postgres.url));
    return await measure(options, { webhook, postgres, client, server });
  } finally {
    await parts.stop();
  }
}

interface Running {
  webhook: Webhook;
  postgres: Postgres;
  client: pg.Client;
  server: ZabbixServer;
}

async function measure(
  options: PeerOptions,
  { webhook, postgres, client, server }: Running,
): Promise<Record<string, unknown>> {
  const usages = () => ({
    server: usageOfTree(server.program.pid),
    postgres: usageOfTree(postgres.pid()),
    generator: { cpuSeconds: ownCpuSeconds(), residentBytes: process.memoryUsage.rss() },
  });
  const feed = startFeed(server.port, options);
  await pause(options.warmSeconds * 1000);
  const [before, takenBefore] = [usages(), feed.taken.processed];
  const startedAt = systemClock.monotonic();
  const breaches = await breachEachSecond(options.measureSeconds, async (number) => {
    await feed.send(number % options.hosts, true);
    return zabbixHost(number % options.hosts);
  });
  const after = usages();
  const seconds = (systemClock.monotonic() - startedAt) / 1000;
  const values = feed.taken.processed - takenBefore;
  await pause(LAST_PAGES_MS);
  await feed.stop();
  await pause(LAST_WRITES_MS);
  const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM history');
  const unwritten = feed.taken.processed - Number(rows[0]?.count);
  const cost = costPerMillion(before, after, values);
  const arrivals = webhook.received.map(({ at, body }) => ({ at, key: body }));
  const pages = pagesOf(breaches, arrivals);
  return {
    peer: 'zabbix',
    version: server.version,
    ...options,
    valuesPerSecond: Math.round(values / seconds),
    wantedPerSecond: Math.round((options.hosts * SERIES * 1000) / options.intervalMs),
    cpuSecondsPerMillionValues: rounded({ ...cost, total: cost.server + cost.postgres }),
    rssMiB: residentMiB(after),
    pageMs: pages.spread,
    refused: feed.taken.failed,
    lost: pages.missing + feed.taken.failed + Math.max(0, unwritten),
    doubled: pages.doubled + Math.max(0, -unwritten),
  };
}

/** Sends each host's values at its place in the interval until stopped; counts what the server says of them. */
function startFeed(port: number, { hosts, intervalMs }: PeerOptions) {
  const taken: Taken = { processed: 0, failed: 0 };
  const open = new Set<Promise<void>>();
  const startedAt = systemClock.monotonic();
  let next = 0;
  let running = true;
  const send = async (index: number, breaching = false): Promise<void> => {
    const { processed, failed } = await sendHost(port, index, breaching);
    taken.processed += processed;
    taken.failed += failed;
  };
  const slice = (): void => {
    if (!running) return;
    const due = Math.floor(((systemClock.monotonic() - startedAt) / intervalMs) * hosts);
    for (; next < due; next++) {
      const sending = send(next % hosts);
      open.add(sending);
      void sending.finally(() => open.delete(sending));
    }
    systemClock.after(SLICE_MS, slice);
  };
  slice();
  return {
    taken,
    send,
    async stop() {
      running = false;
      await Promise.all(open);
    },
  };
}

function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
