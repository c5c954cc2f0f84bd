import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { launch, startCollector, startWebhook, type Webhook } from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import { startBrokers } from '../fleet/brokers.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { counters } from '../fleet/index.ts';
import { openedPages } from '../fleet/opened-pages.ts';
import { seedHosts } from '../fleet/seed-hosts.ts';
import { spreadOf } from '../fleet/spread.ts';
import { usageOf } from '../fleet/usage.ts';
import type { OverloadOptions, OverloadState } from './generator.ts';
import { startWitnesses } from './witnesses.ts';

/** An overload: so many hosts at so short an interval are 2.5 times what the collector takes, or more. */
export interface OverloadSetting {
  root: string;
  broker: 'embedded' | 'mosquitto';
  hosts: number;
  intervalMs: number;
  overloadSeconds: number;
}

const SERIES = 100;
/** The machine may be busy. */
const START_MS = 120_000;
const CONNECT_SECONDS = 10;
const SETTLE_SECONDS = 10;
const BREACH_EVERY_MS = 500;
const WINDOW_SECONDS = 5;
const LEVEL_MS = 120_000;
const LAST_PAGES_MS = 3000;

/** Overloads a collector, lets it come to rest, and tells how it went. */
export async function runOverloadOnce(setting: OverloadSetting) {
  const { hosts, intervalMs, root } = setting;
  const brokers = setting.broker === 'mosquitto' ? await startBrokers(hosts) : undefined;
  const webhook = await startWebhook();
  const collector = await startCollector({
    root,
    startMs: START_MS,
    config: {
      log: { level: 'warn' },
      channels: [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }],
      ...(brokers === undefined ? {} : { broker: brokers.config }),
    },
  });
  await collector.end();
  await seedHosts(join(collector.data, 'watchcase.db'), hosts, systemClock.now(), root);
  await collector.restart();
  const witnesses = await startWitnesses(collector);
  const fromMs = (CONNECT_SECONDS + SETTLE_SECONDS) * 1000;
  const untilMs = fromMs + setting.overloadSeconds * 1000;
  const options: OverloadOptions = {
    port: brokers?.first.port ?? collector.mqttPort,
    hosts,
    intervalMs,
    connectPerSecond: hosts / CONNECT_SECONDS,
    fromMs,
    untilMs,
    breachEveryMs: BREACH_EVERY_MS,
  };
  const generator = launch({
    name: 'generator',
    command: join(repositoryRoot, 'scripts/node'),
    args: [join(import.meta.dirname, 'generator.ts'), JSON.stringify(options)],
  });
  try {
    await pause(fromMs);
    const before = usageOf(collector.pid()).cpuSeconds;
    const generatorBefore = usageOf(generator.pid).cpuSeconds;
    const over = await watch(collector.url, setting.overloadSeconds);
    const cpuSeconds = usageOf(collector.pid()).cpuSeconds - before;
    const generatorCores = (usageOf(generator.pid).cpuSeconds - generatorBefore) / setting.overloadSeconds;
    const lastBreachAt = systemClock.now();
    const leveledMs = await untilLevel(() => stateOf(generator.output())?.waiting);
    await pause(LAST_PAGES_MS);
    const state = stateOf(generator.output());
    const counted = await counters(collector.url);
    const refused = (reason: string) => counted[`watchcase_messages_refused_total{reason="${reason}"}`] ?? 0;
    const taken = over.rates.reduce((sum, rate) => sum + rate * WINDOW_SECONDS, 0);
    const best = Math.max(...over.rates);
    return {
      offeredPerSecond: Math.round((hosts * SERIES * 1000) / intervalMs),
      takenPerSecond: over.rates,
      bestPerSecond: best,
      /** The worst five seconds behind the first ones, in which agents were not told yet. */
      worstShare: round(Math.min(...over.rates.slice(1)) / best),
      meanShare: round(taken / over.rates.length / WINDOW_SECONDS / best),
      collectorCores: round(cpuSeconds / setting.overloadSeconds),
      /** Played hosts share the machine: near one core they are what is too slow. */
      generatorCores: round(generatorCores),
      cpuSecondsPerMillionValues: round((cpuSeconds / taken) * 1e6),
      pageMs: pagesOf(generator.output(), webhook, lastBreachAt),
      slowDown: over.slowDown,
      readySaid: over.readySaid,
      leveledMs,
      waitingAtEnd: state?.waiting ?? null,
      read: state?.read ?? 0,
      connectionsLost: state?.lost ?? null,
      backlogLeft: counted['watchcase_backlog_left_total'] ?? 0,
      refused: { duplicate: refused('duplicate'), gap: refused('gap') },
      brokerDropped: counted['watchcase_broker_dropped_total'] ?? 0,
      residentMiB: Math.round(usageOf(collector.pid()).residentBytes / 2 ** 20),
      witnesses: await witnesses.told(),
    };
  } finally {
    await generator.end('SIGKILL');
    await witnesses.stop();
    await collector.stop();
    await webhook.stop();
    await brokers?.stop();
  }
}

/** Values taken a second, window by window, and what /metrics and /readyz say meanwhile. */
async function watch(url: string, seconds: number) {
  const rates: number[] = [];
  let slowDown = 1;
  let readySaid = 1;
  let last = { values: await valuesOf(url), at: systemClock.monotonic() };
  for (let window = 0; window < seconds / WINDOW_SECONDS; window++) {
    await pause(WINDOW_SECONDS * 1000);
    const counted = await counters(url);
    const now = { values: counted['watchcase_values_total'] ?? 0, at: systemClock.monotonic() };
    rates.push(Math.round(((now.values - last.values) / (now.at - last.at)) * 1000));
    last = now;
    slowDown = Math.max(slowDown, counted['watchcase_slow_down'] ?? 1);
    const ready = (await (await fetch(`${url}/readyz`)).json()) as { slowDown?: number };
    readySaid = Math.max(readySaid, ready.slowDown ?? 1);
  }
  return { rates, slowDown: round(slowDown), readySaid: round(readySaid) };
}

async function valuesOf(url: string): Promise<number> {
  return (await counters(url))['watchcase_values_total'] ?? 0;
}

/** Milliseconds until nothing waits with any agent; null when that takes too long. */
async function untilLevel(waiting: () => number | undefined): Promise<number | null> {
  const startedAt = systemClock.monotonic();
  for (;;) {
    await pause(500);
    const ms = Math.round(systemClock.monotonic() - startedAt);
    if (waiting() === 0) return ms;
    if (ms > LEVEL_MS) return null;
  }
}

/** From the first breaching reading of a host, sent or not, to its page. */
function pagesOf(output: string, webhook: Webhook, until: number) {
  const { arrived } = openedPages(webhook.received);
  const begun = linesOf(output).flatMap((line) => ('breach' in line && line.at <= until ? [line] : []));
  const delays = begun.flatMap(({ breach, at }) => {
    const came = arrived.get(breach);
    return came === undefined ? [] : [came - at];
  });
  return { ...spreadOf(delays), missing: begun.length - delays.length };
}

function stateOf(output: string): OverloadState | undefined {
  return linesOf(output.slice(-5000)).findLast((line) => 'waiting' in line);
}

function linesOf(output: string): (OverloadState | { breach: string; at: number })[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as OverloadState | { breach: string; at: number });
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
