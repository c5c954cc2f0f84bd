import { hostDetailSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { pause } from '../../test/scenarios/pause.ts';
import { type BenchAgent, type BenchHouse, openBenchHouse } from './bench-house.ts';
import { type AgentForm, agentForm } from './forms.ts';
import { type Peer, startPeers } from './peers.ts';
import { type Cost, costOf, memoryOf } from './process-cost.ts';
import { countSystemCalls } from './system-calls.ts';

/** How long the parts of a run last, seconds. */
export interface AgentBenchTimes {
  warm: number;
  measure: number;
  trace: number;
}

const STARTS = 3;
const INTERVAL_SECONDS = 10;

/** An agent of one form, enrolled. */
interface Agent extends BenchAgent {
  form: AgentForm;
  host: string;
  starts: number[];
}

/**
 * Real agents with all default probes every 10 s on this machine, one of each form (paths that agentForm knows), beside their peers: what they cost while nothing
 * happens.
 */
export async function runAgentBench(
  times: AgentBenchTimes,
  paths: readonly string[],
): Promise<Record<string, unknown>> {
  const house = await openBenchHouse();
  const peers: Peer[] = [];
  try {
    const agents: Agent[] = [];
    for (const [index, path] of paths.entries()) agents.push(await prepare(house, path, `bench-${index}`));
    peers.push(...(await startPeers(house.folder)));
    const running = agents.map((agent) => ({ ...agent, ...agent.start() }));
    try {
      await pause(times.warm * 1000);
      const ended = [...peers.map(({ program }) => program), ...running].find((one) => !one.running());
      if (ended !== undefined) throw new Error(`a program has ended:\n${ended.output()}`);
      const before = await Promise.all(running.map((agent) => look(house, agent)));
      const peersBefore = peers.map(({ program }) => costOf(program.pid));
      const startedAt = systemClock.monotonic();
      await pause(times.measure * 1000);
      const seconds = (systemClock.monotonic() - startedAt) / 1000;
      const after = await Promise.all(running.map((agent) => look(house, agent)));
      const peerCosts = peers.map((peer, index) => costOfPeer(peer, peersBefore[index], seconds));
      const costs: Record<string, unknown>[] = [];
      for (const [index, agent] of running.entries())
        costs.push({
          form: agent.form.name,
          ...agent.form.size,
          startToFirstReadingMs: agent.starts,
          ...between({ before: before[index], after: after[index], seconds }),
          pssMiB: round(memoryOf(agent.pid)),
          ...(await callsOf(agent.pid, times.trace)),
        });
      return {
        bench: 'agent',
        ...times,
        broker: house.broker,
        intervalSeconds: INTERVAL_SECONDS,
        agents: costs,
        peers: await Promise.all(peerCosts),
      };
    } finally {
      for (const agent of running) await agent.end('SIGTERM');
    }
  } finally {
    for (const peer of peers) await peer.stop();
    await house.stop();
  }
}

/** Enrols an agent and starts it a few times. */
async function prepare(house: BenchHouse, path: string, name: string): Promise<Agent> {
  const form = agentForm(path, house.folder);
  const enrolled = await house.enrol(form.command, name);
  return { ...enrolled, form, host: `default.${name}`, starts: await timeStarts(enrolled) };
}

/** From the start of the process to its first reading on the way to the broker, a few times; the first fills the cache of compiled code. */
export async function timeStarts(enrolled: BenchAgent): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < STARTS; n++) {
    const reading = enrolled.proxy.nextReading();
    const startedAt = systemClock.monotonic();
    const agent = enrolled.start();
    taken.push(Math.round((await reading) - startedAt));
    await agent.end('SIGTERM');
  }
  return taken;
}

async function costOfPeer({ name, size, startMs, program }: Peer, before: Cost | undefined, seconds: number) {
  const after = costOf(program.pid);
  return {
    name,
    ...size,
    startToFirstValuesMs: await startMs,
    cpuSecondsPerHour: anHour(before, after, seconds),
    pssMiB: round(memoryOf(program.pid)),
    processes: after.processes,
  };
}

interface Look {
  cost: Cost;
  traffic: { up: number; down: number };
  series: number;
}

async function look(house: BenchHouse, { proxy, host, pid }: Agent & { pid: number }): Promise<Look> {
  const series = await eventually(async () => {
    const { series: known } = hostDetailSchema.parse(await house.collector.api(`/api/v1/hosts/${host}`));
    return known.length || undefined;
  });
  return { cost: costOf(pid), traffic: proxy.traffic(), series };
}

function between({
  before,
  after,
  seconds,
}: {
  before?: Look | undefined;
  after?: Look | undefined;
  seconds: number;
}) {
  if (before === undefined || after === undefined) throw new Error('an agent was not looked at');
  const values = (after.series * seconds) / INTERVAL_SECONDS;
  return {
    series: after.series,
    cpuSecondsPerHour: anHour(before.cost, after.cost, seconds),
    childrenCpuSeconds: after.cost.endedChildrenSeconds - before.cost.endedChildrenSeconds,
    bytesPerValue: {
      up: round((after.traffic.up - before.traffic.up) / values),
      down: round((after.traffic.down - before.traffic.down) / values),
    },
  };
}

async function callsOf(pid: number, seconds: number) {
  const calls = await countSystemCalls(pid, seconds);
  return {
    programsStarted: calls?.programs ?? null,
    syncsPerInterval: calls === undefined ? null : round((calls.syncs * INTERVAL_SECONDS) / seconds),
  };
}

function anHour(before: Cost | undefined, after: Cost, seconds: number): number {
  return round(((after.cpuSeconds - (before?.cpuSeconds ?? 0)) / seconds) * 3600);
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}
