import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { repositoryRoot } from '../../test/house/tree.ts';
import { type BenchAgent, type BenchHouse, openBenchHouse } from './bench-house.ts';
import { startPeers } from './peers.ts';
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

/** A real agent with all default probes every 10 s on this machine, beside its peers: what it costs while nothing happens. */
export async function runAgentBench(times: AgentBenchTimes): Promise<Record<string, unknown>> {
  const house = await openBenchHouse();
  const peers = await startPeers(house.folder);
  try {
    const enrolled = await house.enrol(repositoryRoot, 'bench');
    const starts = await timeStarts(enrolled);
    const agent = enrolled.start();
    try {
      await pause(times.warm);
      const ended = peers.find(({ program }) => !program.running());
      if (ended !== undefined) throw new Error(`${ended.name} has ended:\n${ended.program.output()}`);
      const before = await look(house, enrolled, agent.pid);
      const peersBefore = peers.map(({ program }) => costOf(program.pid));
      const startedAt = systemClock.monotonic();
      await pause(times.measure);
      const seconds = (systemClock.monotonic() - startedAt) / 1000;
      const after = await look(house, enrolled, agent.pid);
      const peerCosts = peers.map(({ name, program }, index) => ({
        name,
        cpuSecondsPerHour: anHour(peersBefore[index], costOf(program.pid), seconds),
        pssMiB: round(memoryOf(program.pid)),
        processes: costOf(program.pid).processes,
      }));
      const calls = await countSystemCalls(agent.pid, times.trace);
      const values = after.values - before.values;
      return {
        bench: 'agent',
        ...times,
        broker: house.broker,
        intervalSeconds: INTERVAL_SECONDS,
        valuesPerReading: Math.round((values * INTERVAL_SECONDS) / seconds),
        cpuSecondsPerHour: anHour(before.cost, after.cost, seconds),
        childrenCpuSeconds: after.cost.endedChildrenSeconds - before.cost.endedChildrenSeconds,
        programsStarted: calls?.programs ?? null,
        pssMiB: round(memoryOf(agent.pid)),
        syncsPerInterval: calls === undefined ? null : round((calls.syncs * INTERVAL_SECONDS) / times.trace),
        bytesPerValue: {
          up: round((after.traffic.up - before.traffic.up) / values),
          down: round((after.traffic.down - before.traffic.down) / values),
        },
        startToFirstReadingMs: starts,
        peers: peerCosts,
      };
    } finally {
      await agent.end('SIGTERM');
    }
  } finally {
    for (const peer of peers) await peer.stop();
    await house.stop();
  }
}

/** From the start of the process to its first reading on the way to the broker, a few times; the first fills the cache of compiled code. */
async function timeStarts(enrolled: BenchAgent): Promise<number[]> {
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

async function look(house: BenchHouse, { proxy }: BenchAgent, pid: number) {
  let values = 0;
  await eventually(async () => {
    values = await valuesTaken(house.collector.url);
    return values > 0;
  });
  return { cost: costOf(pid), traffic: proxy.traffic(), values };
}

async function valuesTaken(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^watchcase_values_total (\d+)/m.exec(text)?.[1] ?? 0);
}

function anHour(before: Cost | undefined, after: Cost, seconds: number): number {
  return round(((after.cpuSeconds - (before?.cpuSeconds ?? 0)) / seconds) * 3600);
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(seconds * 1000, resolve);
  });
}
