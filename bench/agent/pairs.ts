import { hostDetailSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { repositoryRoot } from '../../test/house/tree.ts';
import { type BenchAgent, type BenchHouse, openBenchHouse } from './bench-house.ts';
import { costOf, memoryOf } from './process-cost.ts';

/** What an agent cost while nothing happened. */
export interface PairCost {
  cpuSecondsPerHour: number;
  pssMiB: number;
  /** TCP payload of an hour, bytes. */
  upPerHour: number;
  downPerHour: number;
  /** What the collector knows of it. */
  series: number;
}

const PAIRS = 3;

/** Agents of this build and of the one in `against`, in turn, all at the same time on one broker: whatever else the machine does meets both. Medians of each. */
export async function runAgentPairs(
  times: { warm: number; measure: number },
  against: string,
): Promise<Record<string, unknown>> {
  const house = await openBenchHouse();
  try {
    const roots = Array.from({ length: PAIRS }, () => [against, repositoryRoot]).flat();
    const agents: { root: string; name: string; enrolled: BenchAgent }[] = [];
    for (const [index, root] of roots.entries()) {
      const name = `bench-${index}`;
      agents.push({ root, name, enrolled: await house.enrol(root, name) });
    }
    const running = agents.map((agent) => ({ ...agent, program: agent.enrolled.start() }));
    const look = () =>
      running.map(({ name, program, enrolled }) => {
        if (!program.running()) throw new Error(`${name} has ended:\n${program.output()}`);
        const { cpuSeconds } = costOf(program.pid);
        return { at: systemClock.monotonic(), cpuSeconds, ...enrolled.proxy.traffic() };
      });
    await pause(times.warm);
    const before = look();
    await pause(times.measure);
    const after = look();
    const costs = await Promise.all(
      running.map(async ({ root, name, program }, index) => ({
        root,
        ...between(before[index], after[index]),
        pssMiB: memoryOf(program.pid),
        series: await seriesOf(house, name),
      })),
    );
    await Promise.all(running.map(({ program }) => program.end('SIGTERM')));
    return {
      bench: 'agent',
      ...times,
      pairs: PAIRS,
      broker: house.broker,
      before: medians(costs.filter(({ root }) => root === against)),
      now: medians(costs.filter(({ root }) => root !== against)),
    };
  } finally {
    await house.stop();
  }
}

interface Look {
  at: number;
  cpuSeconds: number;
  up: number;
  down: number;
}

function between(before: Look | undefined, after: Look | undefined) {
  if (before === undefined || after === undefined) throw new Error('an agent was not looked at');
  const hours = (after.at - before.at) / 3_600_000;
  return {
    cpuSecondsPerHour: (after.cpuSeconds - before.cpuSeconds) / hours,
    upPerHour: (after.up - before.up) / hours,
    downPerHour: (after.down - before.down) / hours,
  };
}

async function seriesOf({ collector }: BenchHouse, name: string): Promise<number> {
  return hostDetailSchema.parse(await collector.api(`/api/v1/hosts/default.${name}`)).series.length;
}

/** Of each figure the one in the middle. */
function medians(costs: readonly PairCost[]): PairCost {
  const middle = (figure: keyof PairCost) => {
    const sorted = costs.map((cost) => cost[figure]).toSorted((a, b) => a - b);
    return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 100) / 100;
  };
  return {
    cpuSecondsPerHour: middle('cpuSecondsPerHour'),
    pssMiB: middle('pssMiB'),
    upPerHour: middle('upPerHour'),
    downPerHour: middle('downPerHour'),
    series: middle('series'),
  };
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(seconds * 1000, resolve);
  });
}
