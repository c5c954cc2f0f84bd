import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { launch, startCollector, startWebhook, type Webhook } from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import { startBrokers } from '../fleet/brokers.ts';
import { openedPages } from '../fleet/opened-pages.ts';
import { seedHosts } from '../fleet/seed-hosts.ts';
import { usageOf } from '../fleet/usage.ts';
import type { ReturnOptions, ReturnState } from './generator.ts';
import { wasInTrouble } from './returning-host.ts';
import { pause } from '../../test/scenarios/pause.ts';

/** A return: so many hosts, each with so many readings of an outage; and how long one waits for the last of them. */
export interface ReturnSetting {
  hosts: number;
  readings: number;
  intervalMs: number;
  patienceSeconds: number;
}

const SERIES = 100;
/** The agent's own pauses, see its uplink. */
const RECONNECT = { firstMs: 1000, maxMs: 40_000 };
const BREACH = { afterMs: 3000, everyMs: 200 };
/** Quiet readings are committed, and the last pages sent, within this time. */
const LAST_MS = 5000;
const LIVE_BOUND_MS = 60_000;
const AGE_BOUND_MS = 1000;

/** Hosts come back to a broker and a collector that have had a quiet hour. */
export async function runReturn(
  setting: ReturnSetting,
): Promise<Record<string, unknown> & { faults: string[] }> {
  const { hosts, readings, intervalMs } = setting;
  const brokers = await startBrokers(hosts);
  const webhook = await startWebhook();
  const collector = await startCollector({
    config: {
      log: { level: 'warn' },
      channels: [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }],
      broker: brokers.config,
    },
  });
  await collector.end();
  await seedHosts(join(collector.data, 'watchcase.db'), hosts, systemClock.now());
  await collector.restart();
  const options: ReturnOptions = {
    port: brokers.first.port,
    hosts,
    intervalMs,
    readings,
    reconnect: hosts === 1 ? { firstMs: 1, maxMs: 1 } : RECONNECT,
    breach: BREACH,
  };
  const pids = { collector: collector.pid(), broker: brokers.first.pid() };
  const before = { collector: usageOf(pids.collector), broker: usageOf(pids.broker) };
  const generator = launch({
    name: 'generator',
    command: join(repositoryRoot, 'scripts/node'),
    args: [join(import.meta.dirname, 'generator.ts'), JSON.stringify(options)],
  });
  try {
    const timeoutMs = setting.patienceSeconds * 1000;
    const done = () => stateOf(generator.output())?.over;
    await eventually(done, { timeoutMs }).catch(() => undefined);
    const after = { collector: usageOf(pids.collector), broker: usageOf(pids.broker) };
    const generated = usageOf(generator.pid);
    await pause(LAST_MS);
    const state = stateOf(generator.output());
    const counted = await counters(collector.url);
    const taken = counted['watchcase_readings_total'] ?? 0;
    const sent = hosts * readings + (state?.liveReadings ?? 0);
    const pages = pagesOf(generator.output(), webhook);
    const perMillion = (seconds: number) => Math.round((seconds / (taken * SERIES)) * 1e9) / 1000;
    const cost = {
      collector: perMillion(after.collector.cpuSeconds - before.collector.cpuSeconds),
      broker: perMillion(after.broker.cpuSeconds - before.broker.cpuSeconds),
    };
    const drainedMs = state?.drainedMs ?? null;
    const lost = Math.max(0, sent - taken);
    const doubled = Math.max(0, taken - sent);
    return {
      bench: 'return',
      hosts,
      backlogReadings: hosts * readings,
      allLiveMs: state?.allLiveMs ?? null,
      liveP50Ms: state?.liveP50 ?? null,
      drainedMs,
      valuesPerSecond: drainedMs === null ? 0 : Math.round((taken * SERIES * 1000) / drainedMs),
      cpuSecondsPerMillionValues: {
        ...cost,
        history: 0,
        total: Math.round((cost.collector + cost.broker) * 1000) / 1000,
        generator: perMillion(generated.cpuSeconds),
      },
      rssMiB: {
        collector: Math.round(after.collector.residentBytes / 2 ** 20),
        broker: Math.round(after.broker.residentBytes / 2 ** 20),
        generator: Math.round(generated.residentBytes / 2 ** 20),
      },
      pageMs: pages.delays,
      latePages: pages.late,
      connectionsLost: state?.lost ?? null,
      brokerDropped: counted['watchcase_broker_dropped_total'] ?? 0,
      refused: { duplicate: refused(counted, 'duplicate'), gap: refused(counted, 'gap') },
      lost,
      doubled,
      faults: [
        ...(drainedMs === null ? ['the backlog was not drained in time'] : []),
        ...((state?.allLiveMs ?? Infinity) > LIVE_BOUND_MS ? ['not all hosts were live within 60 s'] : []),
        ...((pages.delays.p99 ?? 0) > AGE_BOUND_MS ? ['live data were older than 1 s'] : []),
        ...(pages.delays.missing > 0 ? [`${pages.delays.missing} pages are missing`] : []),
        ...(pages.late > 0 ? [`${pages.late} pages came of late data`] : []),
        ...(lost > 0 ? [`${lost} readings were lost`] : []),
        ...(doubled > 0 ? [`${doubled} readings were taken twice`] : []),
      ],
    };
  } finally {
    await generator.end('SIGKILL');
    await collector.stop();
    await webhook.stop();
    await brokers.stop();
  }
}

function stateOf(output: string): ReturnState | undefined {
  const line = output.split('\n').findLast((one) => one.startsWith('{"at"') && one.endsWith('}'));
  return line === undefined ? undefined : (JSON.parse(line) as ReturnState);
}

/** From the sending of a live breaching reading to the arrival of its page, an upper bound of the age of live data; and pages nobody wants. */
function pagesOf(output: string, webhook: Webhook) {
  const { arrived } = openedPages(webhook.received);
  const late = [...arrived.keys()].filter((host) => wasInTrouble(Number(host.slice(1))));
  const breaches = output
    .split('\n')
    .filter((line) => line.startsWith('{"breach"'))
    .map((line) => JSON.parse(line) as { breach: string; at: number });
  const delays = breaches.flatMap(({ breach, at }) => {
    const came = arrived.get(breach);
    return came === undefined ? [] : [came - at];
  });
  delays.sort((a, b) => a - b);
  const share = (part: number) =>
    delays[Math.min(delays.length - 1, Math.floor(delays.length * part))] ?? null;
  return {
    late: late.length,
    delays: {
      count: delays.length,
      missing: breaches.length - delays.length,
      p50: share(0.5),
      p99: share(0.99),
      max: share(1),
    },
  };
}

function refused(counted: Record<string, number>, reason: string): number {
  return counted[`watchcase_messages_refused_total{reason="${reason}"}`] ?? 0;
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
