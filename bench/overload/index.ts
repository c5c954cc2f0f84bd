import { join } from 'node:path';
import { MOST_SLOW_DOWN } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { launch, type Program, startCollector, startWebhook } from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { startBrokers } from '../fleet/brokers.ts';
import { counters } from '../fleet/index.ts';
import { seedHosts } from '../fleet/seed-hosts.ts';
import { usageOf } from '../fleet/usage.ts';
import { type Cap, capOf } from './cap.ts';
import type { GeneratorOptions, Phase } from './generator.ts';
import { pagesOf, stateOf } from './told.ts';
import { startWitnesses } from './witnesses.ts';

/** An overload: first the collector is given more and more until it asks for less, and then so many times as much. */
export interface OverloadSetting {
  root: string;
  broker: 'embedded' | 'mosquitto';
  /** Processor cores that the collector has: played hosts and brokers must have enough of what is left. */
  cores: number;
  /** Most hosts that are played. */
  mostHosts: number;
  intervalMs: number;
  overloadSeconds: number;
}

const SERIES = 100;
/** The machine may be busy, and the collector has a part of it. */
const START_MS = 120_000;
const STEP = 1000;
/** With a bound that holds from now on, what it comes to is seen by then. */
const SETTLE_MS = 3000;
const TIMES = 2.5;
/** Until all have said the form of their readings anew, and rules have found their series in it. */
const FILL_MS = 10_000;
/** The load is gone: with an eighth of it what had to wait would have no room for two minutes more, however good the collector is. */
const CALMER = 60;
/** A case costs as much as ten thousand values: seldom enough that it is values that are too many. */
const BREACH_EVERY_MS = 4000;
const WINDOW_SECONDS = 5;
/** Longer than from one look of the engine through the whole heap to the next: a rate without one is none that is carried. */
const CARRY_SECONDS = 20;
const LEVEL_MS = 120_000;
/** After this long behind the end each reading of the overload should have been answered, and each page sent. */
const REST_MS = 65_000;

type Run = { url: string; generator: Program; cap: Cap };

/** Overloads a collector, lets it come to rest, and tells how it went. */
export async function runOverloadOnce(setting: OverloadSetting) {
  const { intervalMs, mostHosts, root } = setting;
  const brokers = setting.broker === 'mosquitto' ? await startBrokers(mostHosts) : undefined;
  const webhook = await startWebhook();
  const cap = capOf(setting.cores);
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
  await seedHosts(join(collector.data, 'watchcase.db'), mostHosts, systemClock.now(), root);
  await collector.restart();
  cap.add(collector.pid());
  const witnesses = await startWitnesses(collector);
  const options: GeneratorOptions = {
    port: brokers?.first.port ?? collector.mqttPort,
    intervalMs,
    mostHosts,
    step: STEP,
    times: TIMES,
    breachEveryMs: BREACH_EVERY_MS,
    calmer: CALMER,
  };
  const generator = launch({
    name: 'generator',
    command: join(repositoryRoot, 'scripts/node'),
    args: [join(import.meta.dirname, 'generator.ts'), JSON.stringify(options)],
  });
  const run = { url: collector.url, generator, cap };
  try {
    await until(run, () => true);
    const { perSecond: carried, worstPerSecond } = await untilTooMuch(run, mostHosts);
    // What comes in, or in another form, costs more than a hundred of its readings: hosts do so while the collector has all it wants.
    cap.lift();
    process.kill(generator.pid, 'SIGUSR2');
    await until(run, ({ phase }) => phase === 'fill');
    await pause(FILL_MS);
    await untilWell(run);
    // What was put aside on the way here must not be what is too much.
    await until(run, ({ overdue }) => overdue === 0);
    const hosts = stateOf(generator.output())?.busy ?? 0;
    cap.put();
    process.kill(generator.pid, 'SIGUSR2');
    const before = usageOf(collector.pid()).cpuSeconds;
    const generatorBefore = usageOf(generator.pid).cpuSeconds;
    const over = await watch(run, setting.overloadSeconds);
    const cpuSeconds = usageOf(collector.pid()).cpuSeconds - before;
    const generatorCores = (usageOf(generator.pid).cpuSeconds - generatorBefore) / setting.overloadSeconds;
    const endedAt = systemClock.now();
    process.kill(generator.pid, 'SIGUSR2');
    const leveledMs = await untilLevel(run);
    await pause(Math.max(0, REST_MS - (leveledMs ?? LEVEL_MS)));
    const state = stateOf(generator.output());
    const counted = await counters(collector.url);
    const refused = (reason: string) => counted[`watchcase_messages_refused_total{reason="${reason}"}`] ?? 0;
    const refusedInAll = Object.entries(counted)
      .filter(([name]) => name.startsWith('watchcase_messages_refused_total{'))
      .reduce((sum, [, count]) => sum + count, 0);
    const taken = over.rates.reduce((sum, rate) => sum + rate * WINDOW_SECONDS, 0);
    return {
      hosts,
      /** Values a second taken while the collector did not ask for less: over twenty seconds, and in the worst five of them. */
      carriedPerSecond: carried,
      carriedWorstShare: round(worstPerSecond / carried),
      times: round((hosts * SERIES * 1000) / intervalMs / carried),
      offeredPerSecond: Math.round((hosts * SERIES * 1000) / intervalMs),
      takenPerSecond: over.rates,
      /** Of what is carried, in the worst of these windows; and over as long as what is carried was measured. */
      worstShare: round(Math.min(...over.rates) / carried),
      worstLongShare: round(worstOf(over.rates) / carried),
      meanShare: round(taken / over.rates.length / WINDOW_SECONDS / carried),
      collectorCores: round(cpuSeconds / setting.overloadSeconds),
      /** Played hosts share the machine: near one core they are what is too slow. */
      generatorCores: round(generatorCores),
      stoodStillMs: state?.stoodStillMs ?? null,
      cpuSecondsPerMillionValues: round((cpuSeconds / taken) * 1e6),
      pageMs: {
        // Whoever is asked for one reading of three may have put aside the first of its breach, and reads seldom from the end on: that page must come, too, but not soon.
        ...pagesOf(generator.output(), webhook, endedAt - MOST_SLOW_DOWN * intervalMs),
        missing: pagesOf(generator.output(), webhook, endedAt).missing,
      },
      slowDown: over.slowDown,
      readySaid: over.readySaid,
      leveledMs,
      /** Readings of the overload without an answer at the end. */
      overdueAtEnd: state?.overdue ?? null,
      read: state?.read ?? 0,
      connectionsLost: state?.lost ?? null,
      backlogLeft: counted['watchcase_backlog_left_total'] ?? 0,
      refused: {
        duplicate: refused('duplicate'),
        gap: refused('gap'),
        /** What hosts should not have sent: then nothing is measured. */
        other: refusedInAll - refused('duplicate') - refused('gap'),
      },
      brokerDropped: counted['watchcase_broker_dropped_total'] ?? 0,
      casesOpened: casesIn(counted),
      residentMiB: Math.round(usageOf(collector.pid()).residentBytes / 2 ** 20),
      witnesses: await witnesses.told(),
    };
  } finally {
    await generator.end('SIGKILL');
    await witnesses.stop();
    await collector.stop();
    await webhook.stop();
    await brokers?.stop();
    cap.remove();
  }
}

/** What was carried: values a second over all of its time, and in the worst of its windows. */
interface Carried {
  perSecond: number;
  worstPerSecond: number;
}

/** The most values a second before the collector asks for less twice, with so many hosts more at a time: once is a pause. Throws when all hosts together are not too much. */
async function untilTooMuch(run: Run, mostHosts: number): Promise<Carried> {
  const { generator, cap } = run;
  let best: Carried = { perSecond: 0, worstPerSecond: 0 };
  for (let hosts = STEP; hosts <= mostHosts; hosts += STEP) {
    cap.lift();
    process.kill(generator.pid, 'SIGHUP');
    await until(run, ({ connected }) => connected >= hosts);
    const carried = (await carry(run)) ?? (await carry(run));
    if (carried === undefined && hosts === STEP)
      throw new Error(`${hosts} hosts are too much: give the bench more cores`);
    if (carried === undefined) return best;
    if (carried.perSecond > best.perSecond) best = carried;
  }
  throw new Error(`${mostHosts} hosts are no overload: give the bench fewer cores, or more hosts`);
}

/** What is taken under the bound while the load does not change; undefined when less is asked for meanwhile. */
async function carry(run: Run): Promise<Carried | undefined> {
  run.cap.lift();
  await untilWell(run);
  run.cap.put();
  await pause(SETTLE_MS);
  const points = [await ratePoint(run.url)];
  for (let half = 0; half < (2 * CARRY_SECONDS) / WINDOW_SECONDS; half++) {
    await pause(WINDOW_SECONDS * 500);
    points.push(await ratePoint(run.url));
  }
  if (points.some(({ slowDown }) => slowDown > 1)) return undefined;
  const windows = points.slice(2).map((to, from) => rateBetween(points[from] as RatePoint, to));
  return {
    perSecond: Math.round(rateBetween(points[0] as RatePoint, points.at(-1) as RatePoint)),
    worstPerSecond: Math.round(Math.min(...windows)),
  };
}

/** Nothing waits any more. */
async function untilWell(run: Run): Promise<void> {
  const startedAt = systemClock.monotonic();
  while ((await ratePoint(run.url)).slowDown > 1) {
    if (systemClock.monotonic() - startedAt > LEVEL_MS) throw new Error('it goes on asking for less');
    await pause(500);
  }
}

async function ratePoint(url: string) {
  const counted = await counters(url);
  const values = counted['watchcase_values_total'] ?? 0;
  return { values, slowDown: counted['watchcase_slow_down'] ?? 1, at: systemClock.monotonic() };
}

type RatePoint = Awaited<ReturnType<typeof ratePoint>>;

function rateBetween(from: RatePoint, to: RatePoint): number {
  return ((to.values - from.values) / (to.at - from.at)) * 1000;
}

/** The least that was taken a second over as long as it was measured what is carried: in shorter ones it hangs on whether the engine looked through its heap, with or without an overload. */
function worstOf(rates: readonly number[]): number {
  const count = CARRY_SECONDS / WINDOW_SECONDS;
  const means = rates
    .slice(count - 1)
    .map((_, from) => rates.slice(from, from + count).reduce((sum, rate) => sum + rate, 0) / count);
  return Math.min(...means);
}

/** Values taken a second, window by window, and what /metrics and /readyz say meanwhile. */
async function watch({ url }: Run, seconds: number) {
  const rates: number[] = [];
  let slowDown = 1;
  let readySaid = 1;
  let last = await ratePoint(url);
  for (let window = 0; window < seconds / WINDOW_SECONDS; window++) {
    await pause(WINDOW_SECONDS * 1000);
    const now = await ratePoint(url);
    rates.push(Math.round(rateBetween(last, now)));
    last = now;
    slowDown = Math.max(slowDown, now.slowDown);
    const ready = (await (await fetch(`${url}/readyz`)).json()) as { slowDown?: number };
    readySaid = Math.max(readySaid, ready.slowDown ?? 1);
  }
  return { rates, slowDown: round(slowDown), readySaid: round(readySaid) };
}

/** Milliseconds until nothing is put aside or overdue with any agent; null when that takes too long. */
async function untilLevel(run: Run): Promise<number | null> {
  const startedAt = systemClock.monotonic();
  for (;;) {
    await pause(1500);
    const ms = Math.round(systemClock.monotonic() - startedAt);
    const state = stateOf(run.generator.output());
    if (state?.phase === ('after' satisfies Phase) && state.overdue === 0) return ms;
    if (ms > LEVEL_MS) return null;
  }
}

async function until(
  { generator }: Run,
  holds: (state: NonNullable<ReturnType<typeof stateOf>>) => boolean,
): Promise<void> {
  const startedAt = systemClock.monotonic();
  for (;;) {
    const state = stateOf(generator.output());
    if (state !== undefined && holds(state)) return;
    if (systemClock.monotonic() - startedAt > LEVEL_MS)
      throw new Error(`hosts did not come to what was waited for: ${JSON.stringify(state)}`);
    await pause(500);
  }
}

/** Cases that were opened: one for each host that breached, and none that says that somebody is gone. */
function casesIn(counted: Readonly<Record<string, number>>): number {
  return Object.entries(counted)
    .filter(([name]) => name.startsWith('watchcase_cases_opened_total'))
    .reduce((sum, [, count]) => sum + count, 0);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
