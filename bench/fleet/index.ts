import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { usernameOf } from '@watchcase/protocol';
import { mosquittoPasswordLine } from '@watchcase/collector/broker/mosquitto-passwords.ts';
import { systemClock } from '@watchcase/runtime';
import {
  launch,
  type Mosquitto,
  startCollector,
  startMosquitto,
  startVictoriaMetrics,
  startWebhook,
  type Webhook,
} from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import type { GeneratorOptions } from './generator.ts';
import { identityOfHost, passwordOfHost, seedHosts } from './seed-hosts.ts';
import { type Usage, usageOf } from './usage.ts';

/** What a fleet run is asked for. */
export interface FleetOptions {
  hosts: number;
  broker: 'embedded' | 'mosquitto';
  history: 'embedded' | 'victoria-metrics';
  warmSeconds: number;
  measureSeconds: number;
  intervalMs: number;
  /** Folder for a processor profile of the collector. */
  profileFolder?: string;
  nodeOptions?: string;
}

const SERIES = 100;
const CONNECT_PER_SECOND = 500;
const BREACH_EVERY_MS = 250;

/** Runs a simulated fleet against a real collector and measures what each process costs. */
export async function runFleet(options: FleetOptions): Promise<Record<string, unknown> & { lost: number }> {
  const mosquitto = options.broker === 'mosquitto' ? await startMosquitto({ verbose: false }) : undefined;
  if (mosquitto !== undefined) await admitHosts(mosquitto, options.hosts);
  const metrics =
    options.history === 'victoria-metrics' ? await startVictoriaMetrics({ memory: null }) : undefined;
  const webhook = await startWebhook();
  const collector = await startCollector({
    ...(options.nodeOptions !== undefined ? { env: { NODE_OPTIONS: options.nodeOptions } } : {}),
    ...(options.profileFolder === undefined
      ? {}
      : { env: { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profileFolder}` } }),
    config: {
      log: { level: 'warn' },
      channels: [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }],
      ...(mosquitto === undefined ? {} : { broker: brokerConfig(mosquitto) }),
      ...(metrics === undefined ? {} : { history: { remote: { url: metrics.url } } }),
    },
  });
  await collector.end();
  await seedHosts(join(collector.data, 'watchcase.db'), options.hosts, systemClock.now());
  await collector.restart();
  const warmMs = (options.hosts / CONNECT_PER_SECOND + options.warmSeconds) * 1000;
  const port = mosquitto?.port ?? collector.mqttPort;
  const generator = startGenerator({
    port,
    hosts: options.hosts,
    intervalMs: options.intervalMs,
    connectPerSecond: CONNECT_PER_SECOND,
    breach: { afterMs: warmMs, everyMs: BREACH_EVERY_MS },
  });
  const pids = {
    collector: collector.pid(),
    broker: mosquitto?.pid(),
    history: metrics?.pid(),
    generator: generator.pid,
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
    const values =
      (countersAfter['watchcase_values_total'] ?? 0) - (countersBefore['watchcase_values_total'] ?? 0);
    const per = (name: keyof typeof pids) => {
      const [a, b] = [before[name], after[name]];
      return a === undefined || b === undefined ? 0 : ((b.cpuSeconds - a.cpuSeconds) / values) * 1e6;
    };
    const pages = pageDelays(generator.output(), webhook);
    const cost = { collector: per('collector'), broker: per('broker'), history: per('history') };
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
        Object.entries(after).map(([name, usage]) => [
          name,
          Math.round((usage?.residentBytes ?? 0) / 2 ** 20),
        ]),
      ),
      pageMs: pages,
      lost: pages.missing,
    };
  } finally {
    await generator.end('SIGKILL');
    await collector.stop();
    await webhook.stop();
    await metrics?.stop();
    await mosquitto?.stop();
  }
}

/** From the sending of a breaching reading to the arrival of its page; `missing` are pages that did not come. */
function pageDelays(output: string, webhook: Webhook) {
  const arrived = new Map(
    webhook.received.map((one) => [(JSON.parse(one.body) as { case: { host: string } }).case.host, one.at]),
  );
  const sent = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { breach?: string; at: number })
    .filter((line) => line.breach !== undefined);
  const delays = sent.flatMap(({ breach = '', at }) => {
    const came = arrived.get(breach);
    return came === undefined ? [] : [came - at];
  });
  delays.sort((a, b) => a - b);
  const share = (part: number) =>
    delays[Math.min(delays.length - 1, Math.floor(delays.length * part))] ?? null;
  return {
    count: delays.length,
    missing: sent.length - delays.length,
    p50: share(0.5),
    p99: share(0.99),
    max: share(1),
  };
}

function brokerConfig(mosquitto: Mosquitto): Record<string, unknown> {
  const { url, username, password, passwordFile, pidFile } = mosquitto;
  return { kind: 'external', url, username, password, passwordFile, pidFile };
}

async function admitHosts(mosquitto: Mosquitto, hosts: number): Promise<void> {
  const lines: string[] = [];
  for (let index = 0; index < hosts; index++)
    lines.push(await mosquittoPasswordLine(usernameOf(identityOfHost(index)), passwordOfHost(index)));
  appendFileSync(mosquitto.passwordFile, `${lines.join('\n')}\n`);
  process.kill(mosquitto.pid(), 'SIGHUP');
}

function startGenerator(options: GeneratorOptions) {
  return launch({
    name: 'generator',
    command: join(repositoryRoot, 'scripts/node26'),
    args: [join(import.meta.dirname, 'generator.ts'), JSON.stringify(options)],
  });
}

function usages<K extends string>(pids: Record<K, number | undefined>): Record<K, Usage | undefined> {
  return Object.fromEntries(
    Object.entries<number | undefined>(pids).map(([name, pid]) => [
      name,
      pid === undefined ? undefined : usageOf(pid),
    ]),
  ) as Record<K, Usage | undefined>;
}

async function counters(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.lastIndexOf(' ');
      return line === '' || line.startsWith('#') ? [] : [[line.slice(0, at), Number(line.slice(at + 1))]];
    }),
  );
}

function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(ms, resolve);
  });
}
