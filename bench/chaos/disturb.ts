import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { pause } from '../../test/scenarios/pause.ts';
import { seededRandom } from '../../test/harness/seeded-random.ts';
import { type ChaosHouse, launchAgents } from './chaos-house.ts';
import type { RealAgent } from './real-agents.ts';
import type { Down } from './down-times.ts';
import type { Spent } from './spent.ts';

/** How hard a house is disturbed. Times in milliseconds. */
export interface Disturbance {
  seed: number;
  /** When the last kill may be, after the beginning. */
  forMs: number;
  /** Longest time between two kills of a kind. */
  upMs: { collector: number; broker: number; victoria: number; group: number; agent: number };
  /** Longest time something is left dead. */
  downMs: number;
  /** How long VictoriaMetrics is away once, and how long each full disk lasts. */
  awayMs: number;
  fullMs: number;
  /** How often each side's disk fills up. */
  fills: number;
}

/** What was done. */
export interface Disturbed {
  kills: Record<'collector' | 'broker' | 'victoria' | 'simulatedAgents' | 'agents', number>;
  fullDisks: Record<'collector' | 'agents', number>;
  /** Commits the collector could not make while its disk was full, as its log says. */
  refusedCommits: number;
  /** When what could not work, oldest end first. */
  downs: Down[];
}

interface Stage {
  house: ChaosHouse;
  agents: readonly RealAgent[];
  spent: Spent;
  plan: Disturbance;
  done: Disturbed;
  over(): boolean;
}

/** Every fourth kill or so hits a collector that has not finished starting. */
const IN_START = 0.25;
const START_MS = 1500;
const START_LIMIT_MS = 60_000;

/** Kills and fills until the time is over; everything runs again when it resolves. */
export async function disturb(
  house: ChaosHouse,
  agents: readonly RealAgent[],
  { plan, spent }: { plan: Disturbance; spent: Spent },
): Promise<Disturbed> {
  const endsAt = systemClock.monotonic() + plan.forMs;
  const done: Disturbed = {
    kills: { collector: 0, broker: 0, victoria: 0, simulatedAgents: 0, agents: 0 },
    fullDisks: { collector: 0, agents: 0 },
    refusedCommits: 0,
    downs: [],
  };
  const stage: Stage = { house, agents, spent, plan, done, over: () => systemClock.monotonic() >= endsAt };
  await Promise.all([
    disturbCollector(stage),
    disturbBroker(stage),
    disturbVictoria(stage),
    disturbGroups(stage),
    disturbAgents(stage),
  ]);
  return done;
}

/** A seeded chain of its own for each kind: what one of them waits for does not move the others. */
function randomOf({ plan }: Stage, kind: number): () => number {
  return seededRandom(plan.seed * 31 + kind);
}

/** At which of its rounds a loop does its rare deeds; spread over the run. */
function dueTimes({ plan }: Stage, times: number): (elapsedMs: number) => boolean {
  let next = 1;
  return (elapsedMs) => {
    if (next > times || elapsedMs < (plan.forMs * next) / (times + 1)) return false;
    next++;
    return true;
  };
}

/** Notes how long a part could not work because of `work`. */
async function whileDown({ done }: Stage, part: Down['part'], work: () => Promise<void>): Promise<void> {
  const from = systemClock.now();
  await work();
  done.downs.push({ part, from, to: systemClock.now() });
}

async function disturbCollector(stage: Stage): Promise<void> {
  const { house, plan, spent, done, over } = stage;
  const { collector, disk } = house;
  const random = randomOf(stage, 1);
  const isFillDue = dueTimes(stage, plan.fills);
  const startedAt = systemClock.monotonic();
  const kill = async () => {
    done.refusedCommits += collector.output().split('TURN_NOT_COMMITTED').length - 1;
    spent.note('collector', collector.pid());
    await collector.kill();
    done.kills.collector++;
  };
  const fill = async () => {
    disk.fill();
    done.fullDisks.collector++;
    await pause(plan.fullMs);
    const dies = random() < 0.5;
    if (dies) await kill();
    disk.free();
    if (dies) await collector.restart();
  };
  const killAndRestart = async () => {
    await kill();
    await pause(random() * plan.downMs);
    if (random() < IN_START) {
      await collector.startAndKill(random() * START_MS);
      done.kills.collector++;
    }
    await collector.restart();
  };
  for (;;) {
    await pause(random() * plan.upMs.collector);
    if (over()) return;
    if (isFillDue(systemClock.monotonic() - startedAt)) await whileDown(stage, 'collector', fill);
    else await whileDown(stage, 'collector', killAndRestart);
  }
}

async function disturbBroker(stage: Stage): Promise<void> {
  const { house, plan, spent, done, over } = stage;
  const { first: broker } = house.brokers;
  const random = randomOf(stage, 2);
  for (;;) {
    await pause(random() * plan.upMs.broker);
    if (over()) return;
    spent.note('broker', broker.pid());
    await whileDown(stage, 'broker', async () => {
      await broker.kill();
      done.kills.broker++;
      await pause(random() * plan.downMs);
      await broker.restart();
    });
  }
}

async function disturbVictoria(stage: Stage): Promise<void> {
  const { house, plan, spent, done, over } = stage;
  const { victoria } = house;
  const random = randomOf(stage, 3);
  const isAwayDue = dueTimes({ ...stage, plan: { ...plan, forMs: plan.forMs * 0.6 } }, 1);
  const startedAt = systemClock.monotonic();
  for (;;) {
    await pause(random() * plan.upMs.victoria);
    if (over()) return;
    spent.note('history', victoria.pid());
    await victoria.kill();
    done.kills.victoria++;
    await pause(isAwayDue(systemClock.monotonic() - startedAt) ? plan.awayMs : random() * plan.downMs);
    await victoria.restart();
  }
}

async function disturbGroups(stage: Stage): Promise<void> {
  const { house, plan, done, over } = stage;
  const random = randomOf(stage, 4);
  for (;;) {
    await pause(random() * plan.upMs.group);
    if (over()) return;
    const group = house.groups[Math.floor(random() * house.groups.length)];
    if (group === undefined) return;
    await whileDown(stage, group.options, async () => {
      await group.program.end('SIGKILL');
      done.kills.simulatedAgents++;
      await pause(random() * plan.downMs);
      group.program = launchAgents(group.options);
      await eventually(() => group.program.output() !== '', { timeoutMs: START_LIMIT_MS });
    });
  }
}

async function disturbAgents(stage: Stage): Promise<void> {
  const { agents, plan, done, over } = stage;
  const random = randomOf(stage, 5);
  const isFillDue = dueTimes(stage, plan.fills);
  const startedAt = systemClock.monotonic();
  for (;;) {
    await pause(random() * plan.upMs.agent);
    if (over()) return;
    const one = agents[Math.floor(random() * agents.length)];
    if (one === undefined) return;
    const { agent, disk } = one;
    if (isFillDue(systemClock.monotonic() - startedAt)) {
      disk.fill();
      done.fullDisks.agents++;
      await pause(plan.fullMs);
      disk.free();
      continue;
    }
    await agent.kill();
    done.kills.agents++;
    await pause(random() * plan.downMs);
    agent.restart();
    await one.backUp();
  }
}
