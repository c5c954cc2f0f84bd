import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { freePort, launch, type Program, startWebhook, type Webhook } from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { counters, rounded } from '../fleet/index.ts';
import { usageOf } from '../fleet/usage.ts';
import type { PeerOptions } from './peer-options.ts';
import { type Breaches, breachEachSecond, pagesOf } from './breaches.ts';
import { alertName, type Delivery } from './exposition.ts';
import { costPerMillion, createParts, residentMiB } from './parts.ts';
import { type PrometheusPair, startPrometheus } from './prometheus-server.ts';

const SERIES = 100;
/** A scrape, a rule's turn and the wait as shipped, and some. */
const LAST_PAGES_MS = 65_000;

/** Prometheus scrapes the fleet from one exporter and looks at every host with twenty rules; half of the breaches go out at once, half after the wait as shipped. */
export async function runPrometheus(options: PeerOptions): Promise<Record<string, unknown>> {
  const parts = createParts();
  try {
    const webhook = parts.add(await startWebhook());
    const exporterPort = await freePort();
    const exporter = launch({
      name: 'exporter',
      command: join(repositoryRoot, 'scripts/node'),
      args: [join(import.meta.dirname, 'exporter.ts'), String(exporterPort)],
    });
    parts.add({ stop: () => exporter.end('SIGKILL') });
    const pair = parts.add(await startPrometheus({ ...options, exporterPort, webhookUrl: webhook.url }));
    return await measure(options, { webhook, exporter, exporterPort, pair });
  } finally {
    await parts.stop();
  }
}

interface Running {
  webhook: Webhook;
  exporter: Program;
  exporterPort: number;
  pair: PrometheusPair;
}

async function measure(
  options: PeerOptions,
  { webhook, exporter, exporterPort, pair }: Running,
): Promise<Record<string, unknown>> {
  const usages = () => ({
    prometheus: usageOf(pair.prometheus.pid),
    alertmanager: usageOf(pair.alertmanager.pid),
    exporter: usageOf(exporter.pid),
  });
  await pause(options.warmSeconds * 1000);
  const [before, missedBefore] = [usages(), missedOf(await counters(pair.url))];
  const startedAt = systemClock.monotonic();
  const breaches = await breachEachSecond(options.measureSeconds, async (number) => {
    const delivery: Delivery = number % 2 === 0 ? 'tight' : 'shipped';
    await fetch(`http://127.0.0.1:${exporterPort}/breach/${delivery}/${number}`);
    return keyOf(delivery, String(number));
  });
  const after = usages();
  const seconds = (systemClock.monotonic() - startedAt) / 1000;
  const told = await counters(pair.url);
  const scrapes = await scrapesOf(pair.url, seconds, systemClock.now());
  await pause(LAST_PAGES_MS);
  const values = scrapes.taken * SERIES;
  const cost = costPerMillion(before, after, values);
  const [tight, shipped] = [delivered('tight', breaches, webhook), delivered('shipped', breaches, webhook)];
  return {
    peer: 'prometheus',
    version: versionOf(told),
    ...options,
    valuesPerSecond: Math.round(values / seconds),
    wantedPerSecond: Math.round((options.hosts * SERIES * 1000) / options.intervalMs),
    cpuSecondsPerMillionValues: rounded({ ...cost, total: cost.prometheus + cost.alertmanager }),
    rssMiB: residentMiB(after),
    pageMs: tight.spread,
    pageMsAsShipped: shipped.spread,
    ruleSeconds: sumOf(told, 'prometheus_rule_group_last_duration_seconds{'),
    missedIterations: missedOf(told) - missedBefore,
    failedScrapes: scrapes.failed,
    lost: tight.missing + shipped.missing + scrapes.failed,
    doubled: tight.doubled + shipped.doubled,
  };
}

function keyOf(delivery: Delivery, host: string): string {
  return `${alertName(delivery)} ${host}`;
}

function delivered(delivery: Delivery, breaches: Breaches, webhook: Webhook) {
  const prefix = keyOf(delivery, '');
  const ours = new Map([...breaches].filter(([key]) => key.startsWith(prefix)));
  const arrivals = webhook.received.flatMap(({ at, body }) =>
    (JSON.parse(body) as { alerts: { labels: { alertname: string; instance: string } }[] }).alerts.map(
      ({ labels }) => ({ at, key: `${labels.alertname} ${labels.instance}` }),
    ),
  );
  return pagesOf(ours, arrivals);
}

/** Scrapes of the last `seconds` before `now`, asked of Prometheus itself. */
async function scrapesOf(
  url: string,
  seconds: number,
  now: number,
): Promise<{ taken: number; failed: number }> {
  const ask = async (query: string): Promise<number> => {
    const parameters = new URLSearchParams({ query, time: String(now / 1000) });
    const answer = (await (await fetch(`${url}/api/v1/query?${parameters.toString()}`)).json()) as {
      data: { result: { value: [number, string] }[] };
    };
    return Number(answer.data.result[0]?.value[1] ?? 0);
  };
  const range = `[${Math.round(seconds * 1000)}ms]`;
  const taken = await ask(`sum(sum_over_time(up${range}))`);
  return { taken, failed: (await ask(`sum(count_over_time(up${range}))`)) - taken };
}

function missedOf(told: Record<string, number>): number {
  return sumOf(told, 'prometheus_rule_group_iterations_missed_total{');
}

function sumOf(told: Record<string, number>, prefix: string): number {
  return Object.entries(told).reduce((sum, [name, value]) => sum + (name.startsWith(prefix) ? value : 0), 0);
}

function versionOf(told: Record<string, number>): string {
  const info = Object.keys(told).find((name) => name.startsWith('prometheus_build_info{')) ?? '';
  return /[{,]version="([^"]*)"/.exec(info)?.[1] ?? 'unknown';
}
