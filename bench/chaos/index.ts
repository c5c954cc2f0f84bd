import { hostId } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { deliveryOf } from '../../test/scenarios/house.ts';
import { checkWindow } from '../../test/scenarios/check-pages.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { identityOfHost } from '../fleet/seed-hosts.ts';
import { type ChaosHouse, startChaosHouse } from './chaos-house.ts';
import { checkKept, startsOf } from './check-kept.ts';
import type { Kept } from './kept.ts';
import { compareCases, type Outcome } from './compare-cases.ts';
import { type Disturbance, type Disturbed, disturb } from './disturb.ts';
import type { Down } from './down-times.ts';
import { keepEvidence } from './keep-evidence.ts';
import { isReal, type RealAgent, startRealAgents } from './real-agents.ts';
import { breaksOf, type Script, timeOf } from './script.ts';
import { createSpent, type Spent } from './spent.ts';

/** A run: what is played, and what is done to it. */
export interface ChaosPlan {
  script: Script;
  disturbance: Disturbance;
  /** Processes of simulated agents. */
  groups: number;
  /** Real agents in the disturbed house. */
  agents: { count: number; interval: string };
  diskMiB: number;
}

/** What a run came to; `faults` is empty when nothing is lost, doubled, or other than undisturbed. */
export type ChaosReport = Record<string, unknown> & { faults: string[] };

const SERIES = 100;
/** Starts of all agents are over by then, on two processors that they all share. */
const LEAD_MS = 15_000;
const SETTLE_MS = 60_000;
const MOST_FAULTS = 40;
const PARTS = ['collector', 'broker', 'history'] as const;

/** Plays one script over two houses side by side, disturbs one of them, and compares what both have come to. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosReport> {
  const [calm, disturbed] = await Promise.all([
    startChaosHouse(plan.script, plan.diskMiB),
    startChaosHouse(plan.script, plan.diskMiB),
  ]);
  const agents = await startRealAgents(disturbed, plan.agents);
  const spent = createSpent();
  try {
    const base = systemClock.now() + LEAD_MS;
    for (const house of [calm, disturbed]) house.startAgents(base, plan.groups);
    await pause(base - systemClock.now());
    const done = await disturb(disturbed, agents, { plan: plan.disturbance, spent });
    const endsAt = timeOf(plan.script, base, { index: plan.script.hosts - 1, tick: plan.script.ticks });
    await pause(endsAt - systemClock.now());
    await settled([calm, disturbed], agents, plan.script);
    return await judge({ plan, base, calm, disturbed, agents, done, spent });
  } catch (error) {
    await Promise.all([
      ...agents.map(({ agent }) => agent.end()),
      disturbed.collector.end(),
      calm.collector.end(),
    ]);
    const files = keepEvidence({ calm, disturbed }, agents, { plan, pages: disturbed.webhook.received });
    throw new Error(`the run was not judged; its files are in ${files}`, { cause: error });
  } finally {
    for (const one of agents) await one.stop();
    await disturbed.stop();
    await calm.stop();
  }
}

/** Everything is acknowledged, recovered and paged. A run that never settles is judged as it stands. */
async function settled(
  houses: readonly ChaosHouse[],
  agents: readonly RealAgent[],
  script: Script,
): Promise<void> {
  const wanted = Array.from({ length: script.hosts }, (_, index) => breaksOf(script, index).length);
  const least = wanted.reduce((sum, count) => sum + count, 0);
  const check = async () => {
    if (agents.some((one) => one.backlog() > 0)) return false;
    for (const house of houses) {
      if (house.waiting() > 0) return false;
      const cases = (await house.cases()).filter(({ host }) => host === null || !isReal(host.id));
      const lines = cases.flatMap(({ timeline }) => timeline.map(({ kind }) => kind));
      const ended = lines.filter((kind) => kind === 'page-sent' || kind === 'page-failed').length;
      const queued = lines.filter((kind) => kind === 'page-queued').length;
      if (cases.length < least || ended < queued) return false;
      if (cases.some(({ recoveredAt }) => recoveredAt === null)) return false;
    }
    return true;
  };
  await eventually(check, { timeoutMs: SETTLE_MS }).catch(() => undefined);
}

/** Ends agents and collector, once VictoriaMetrics has all that was kept; or as it stands, when that takes too long. */
async function ended({ groups, collector }: ChaosHouse): Promise<void> {
  for (const { program } of groups) await program.end('SIGKILL');
  const isDelivered = async () => {
    const text = await (await fetch(`${collector.url}/metrics`)).text();
    return /^watchcase_history_queue_blocks 0$/m.test(text);
  };
  await eventually(isDelivered, { timeoutMs: SETTLE_MS }).catch(() => undefined);
  await collector.end();
}

interface Run {
  plan: ChaosPlan;
  base: number;
  calm: ChaosHouse;
  disturbed: ChaosHouse;
  agents: readonly RealAgent[];
  done: Disturbed;
  spent: Spent;
}

async function judge(run: Run): Promise<ChaosReport> {
  const { plan, base, calm, disturbed, agents, done, spent } = run;
  const { script } = plan;
  const { downs, ...counts } = done;
  const outcomes = { disturbed: await outcomeOf(disturbed, downs), calm: await outcomeOf(calm, []) };
  const { faults, tooLate } = compareCases(script, base, outcomes);
  faults.push(...checkWindow(outcomes.disturbed.deliveries));
  for (const one of agents)
    if (one.backlog() > 0) faults.push(`${one.hostId}: ${one.backlog()} earlier epochs are not acknowledged`);
  await Promise.all(agents.map(({ agent }) => agent.end()));
  const unheard = disturbed.waiting();
  if (unheard > 0) faults.push(`${unheard} messages are not acknowledged`);
  spent.note('collector', disturbed.collector.pid());
  spent.note('broker', disturbed.brokers.first.pid());
  spent.note('history', disturbed.victoria.pid());
  await Promise.all([disturbed, calm].map(ended));
  const kept = await checkKept(disturbed, { script, base, agents });
  const keptCalm = await checkKept(calm, { script, base, agents: [] });
  faults.push(...[kept, keptCalm].flatMap(({ lost, doubled, strange }) => [...lost, ...doubled, ...strange]));
  return {
    hosts: script.hosts,
    ...measuredOf(run, kept),
    pageMs: delaysOf(run, outcomes.disturbed),
    undisturbedPageMs: delaysOf(run, outcomes.calm),
    lost: kept.lost.length,
    doubled: kept.doubled.length,
    readings: kept.readings,
    events: kept.events,
    cases: outcomes.disturbed.cases.length,
    pages: outcomes.disturbed.deliveries.length,
    tooLate,
    ...counts,
    faultCount: faults.length,
    faults: faults.slice(0, MOST_FAULTS),
    ...(faults.length === 0
      ? {}
      : { files: keepEvidence(run, agents, { plan, base, faults, downs, outcomes }) }),
  };
}

function measuredOf({ plan, spent }: Run, { readings }: Kept): Record<string, unknown> {
  const { script } = plan;
  const values = readings * SERIES;
  const cost = Object.fromEntries(
    PARTS.map((part) => [part, Math.round((spent.seconds(part) / values) * 1e9) / 1000]),
  );
  return {
    valuesPerSecond: Math.round((values * 1000) / (script.ticks * script.intervalMs)),
    cpuSecondsPerMillionValues: {
      ...cost,
      total: Math.round(Object.values(cost).reduce((sum, one) => sum + one, 0) * 1000) / 1000,
    },
    rssMiB: Object.fromEntries(PARTS.map((part) => [part, spent.residentMiB(part)])),
  };
}

async function outcomeOf(house: ChaosHouse, downs: readonly Down[]): Promise<Outcome> {
  return {
    cases: await house.cases(),
    deliveries: house.webhook.received.map(deliveryOf),
    startsOf: (index) => startsOf(house, index),
    downs,
    seenAt: systemClock.now(),
  };
}

/** From the first breaching reading to the page, whatever was dead in between. */
function delaysOf(
  { plan: { script }, base }: Run,
  { cases, deliveries }: Outcome,
): Record<string, number | null> {
  const opened = new Map(
    deliveries
      .toReversed()
      .filter(({ reason }) => reason === 'opened')
      .map((one) => [one.caseId, one.receivedAt]),
  );
  const indexes = new Map(
    Array.from({ length: script.hosts }, (_, index) => [hostId(identityOfHost(index)), index]),
  );
  const delays: number[] = [];
  for (const { id, host, category } of cases) {
    const index = host === null ? undefined : indexes.get(host.id);
    const broken =
      index === undefined ? undefined : breaksOf(script, index).find((one) => one.category === category);
    const at = opened.get(id);
    if (index !== undefined && broken !== undefined && at !== undefined)
      delays.push(at - timeOf(script, base, { index, tick: broken.from }));
  }
  delays.sort((a, b) => a - b);
  const share = (part: number) =>
    delays[Math.min(delays.length - 1, Math.floor(delays.length * part))] ?? null;
  return { p50: share(0.5), p99: share(0.99) };
}
