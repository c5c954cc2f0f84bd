import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import {
  startCollector,
  startVictoriaMetrics,
  startWebhook,
  type Webhook,
} from '../../test/harness/index.ts';
import { startBrokers } from './brokers.ts';
import { startGenerator } from './generator.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import { openedPages } from './opened-pages.ts';
import { seedHosts } from './seed-hosts.ts';
import { spreadOf } from './spread.ts';
import { type Usage, usageOf } from './usage.ts';
import { pause } from '../../test/scenarios/pause.ts';

/** What a fleet run is asked for. */
export interface FleetOptions {
  /** Folder of the build; this one without it. */
  root?: string;
  hosts: number;
  broker: 'embedded' | 'mosquitto';
  history: 'embedded' | 'victoria-metrics';
  /** What the time-series database gets. */
  resolution?: 'reading' | 'minute';
  warmSeconds: number;
  measureSeconds: number;
  intervalMs: number;
  /** How often one host breaches. */
  breachEveryMs: number;
  /** Folder for a processor profile of the collector. */
  profileFolder?: string;
  /** Called with the database's address when all is measured and still up. */
  beforeEnd?: (databaseUrl: string) => Promise<void>;
}

/** What a fleet cost and how its pages came. */
export interface FleetReport extends Record<string, unknown> {
  cpuSecondsPerMillionValues: {
    collector: number;
    broker: number;
    history: number;
    total: number;
    generator: number;
  };
  lost: number;
  doubled: number;
}

const SERIES = 100;
/** Connections opened a second, at most; and a fleet takes a minute to come at least, or its hosts' blocks were written in waves. */
const CONNECT_PER_SECOND = 500;
const CONNECT_SECONDS = 60;
/** Pages do not wait for charts: on one machine the database has what the others leave. */
const HISTORY_NICE = 10;
/** What was sent last has arrived by then. */
const LAST_PAGES_MS = 3000;

/** Runs a simulated fleet against a real collector and measures what each process costs. */
export async function runFleet(options: FleetOptions): Promise<FleetReport> {
  const brokers = options.broker === 'mosquitto' ? await startBrokers(options.hosts) : undefined;
  const metrics =
    options.history === 'victoria-metrics'
      ? await startVictoriaMetrics({ memory: null, nice: HISTORY_NICE })
      : undefined;
  const webhook = await startWebhook();
  const { root = repositoryRoot } = options;
  const collector = await startCollector({
    root,
    ...(options.profileFolder === undefined
      ? {}
      : { env: { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profileFolder}` } }),
    config: {
      log: { level: 'warn' },
      channels: [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }],
      ...(brokers === undefined ? {} : { broker: brokers.config }),
      ...(metrics === undefined
        ? {}
        : { history: { remote: { url: metrics.url, resolution: options.resolution ?? 'reading' } } }),
    },
  });
  await collector.end();
  await seedHosts(join(collector.data, 'watchcase.db'), options.hosts, systemClock.now(), root);
  await collector.restart();
  const connectSeconds = Math.max(CONNECT_SECONDS, options.hosts / CONNECT_PER_SECOND);
  const warmMs = (connectSeconds + options.warmSeconds) * 1000;
  const sections = brokers?.sections ?? [{ first: 0, hosts: options.hosts, port: collector.mqttPort }];
  const generators = sections.map((section, number) =>
    startGenerator({
      ...section,
      intervalMs: options.intervalMs,
      connectPerSecond: section.hosts / connectSeconds,
      breach: { afterMs: number === 0 ? warmMs : Number.MAX_SAFE_INTEGER, everyMs: options.breachEveryMs },
    }),
  );
  const pids = {
    collector: [collector.pid()],
    broker: brokers?.brokers.map((broker) => broker.pid()) ?? [],
    history: metrics === undefined ? [] : [metrics.pid()],
    generator: generators.map((one) => one.pid),
  };
  try {
    await pause(warmMs);
    const before = usages(pids);
    const countersBefore = await counters(collector.url);
    const startedAt = systemClock.monotonic();
    await pause(options.measureSeconds * 1000);
    const after = usages(pids);
    const countersAfter = await counters(collector.url);
    const seconds = (systemClock.monotonic() - startedAt) / 1000;
    const lastBreachAt = systemClock.now();
    await pause(LAST_PAGES_MS);
    if (metrics !== undefined) await options.beforeEnd?.(metrics.url);
    const values =
      (countersAfter['watchcase_values_total'] ?? 0) - (countersBefore['watchcase_values_total'] ?? 0);
    const per = (name: keyof typeof pids) =>
      ((after[name].cpuSeconds - before[name].cpuSeconds) / values) * 1e6;
    const counted = await counters(collector.url);
    const refused = (reason: string) => counted[`watchcase_messages_refused_total{reason="${reason}"}`] ?? 0;
    const pages = pageDelays(generators[0]?.output() ?? '', webhook, lastBreachAt);
    const cost = {
      collector: per('collector'),
      broker: per('broker'),
      history: per('history'),
    };
    return {
      bench: 'fleet',
      ...options,
      valuesPerSecond: Math.round(values / seconds),
      wantedPerSecond: Math.round((options.hosts * SERIES * 1000) / options.intervalMs),
      cpuSecondsPerMillionValues: rounded({
        ...cost,
        total: cost.collector + cost.broker + cost.history,
        generator: per('generator'),
      }),
      rssMiB: Object.fromEntries(
        Object.entries(after).map(([name, usage]) => [name, Math.round(usage.residentBytes / 2 ** 20)]),
      ),
      brokerDropped: counted['watchcase_broker_dropped_total'] ?? 0,
      connected: generators.reduce((sum, one) => sum + connectedOf(one.output()), 0),
      pageMs: pages,
      // A reading that was lost on the way shows as a gap behind it.
      lost: pages.missing + refused('gap') + refused('malformed'),
      doubled: pages.doubled + refused('duplicate'),
    };
  } finally {
    for (const one of generators) await one.end('SIGKILL');
    await collector.stop();
    await webhook.stop();
    await metrics?.stop();
    await brokers?.stop();
  }
}

/** From the sending of a breaching reading to the arrival of its page; `missing` are pages that did not come. */
function pageDelays(output: string, webhook: Webhook, until: number) {
  const { arrived, doubled } = openedPages(webhook.received);
  const sent = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { breach?: string; at: number })
    .filter((line) => line.breach !== undefined && line.at <= until);
  const delays = sent.flatMap(({ breach = '', at }) => {
    const came = arrived.get(breach);
    return came === undefined ? [] : [came - at];
  });
  return {
    ...spreadOf(delays),
    missing: sent.length - delays.length,
    doubled,
  };
}

/** What a generator said last of its connections. */
function connectedOf(output: string): number {
  const said = output.split('\n').findLast((line) => line.includes('"connected"'));
  const counts = JSON.parse(said ?? '{}') as { connected?: number; lost?: number };
  return (counts.connected ?? 0) - (counts.lost ?? 0);
}

function usages<K extends string>(pids: Record<K, readonly number[]>): Record<K, Usage> {
  return Object.fromEntries(
    Object.entries<readonly number[]>(pids).map(([name, list]) => [name, sumOf(list.map(usageOf))]),
  ) as Record<K, Usage>;
}

function sumOf(usages: readonly Usage[]): Usage {
  const sum = { cpuSeconds: 0, residentBytes: 0 };
  for (const { cpuSeconds, residentBytes } of usages) {
    sum.cpuSeconds += cpuSeconds;
    sum.residentBytes += residentBytes;
  }
  return sum;
}

/** What a program's /metrics say: name with labels → value. */
export async function counters(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.lastIndexOf(' ');
      return line === '' || line.startsWith('#') ? [] : [[line.slice(0, at), Number(line.slice(at + 1))]];
    }),
  );
}

/** Figures to three places. */
export function rounded<Name extends string>(figures: Record<Name, number>): Record<Name, number> {
  return Object.fromEntries(
    Object.entries<number>(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
  ) as Record<Name, number>;
}
