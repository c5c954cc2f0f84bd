import { hostDetailSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { pause } from '../../test/scenarios/pause.ts';
import { type BenchAgent, type BenchHouse, openBenchHouse } from './bench-house.ts';
import { agentForm } from './forms.ts';
import { timeStarts } from './index.ts';
import { costOf, memoryOf } from './process-cost.ts';

/** What an agent cost while nothing happened. */
export interface PairCost {
  cpuSecondsPerHour: number;
  pssMiB: number;
  /** The middle one of three. */
  startToFirstReadingMs: number;
  /** TCP payload of an hour, bytes. */
  upPerHour: number;
  downPerHour: number;
  /** What the collector knows of it. */
  series: number;
}

const PAIRS = 3;

/** Agents of several forms (paths that agentForm knows), in turn, all at the same time on one broker: whatever else the machine does meets all. Medians of each form. */
export async function runAgentPairs(
  times: { warm: number; measure: number },
  paths: readonly string[],
): Promise<Record<string, unknown>> {
  const house = await openBenchHouse();
  try {
    const forms = paths.map((path) => agentForm(path, house.folder));
    const agents: { form: string; name: string; start: number; enrolled: BenchAgent }[] = [];
    for (const { name: form, command } of Array.from({ length: PAIRS }, () => forms).flat()) {
      const name = `bench-${agents.length}`;
      const enrolled = await house.enrol(command, name);
      const [, start = 0] = (await timeStarts(enrolled)).toSorted((one, other) => one - other);
      agents.push({ form, name, start, enrolled });
    }
    const running = agents.map((agent) => ({ ...agent, program: agent.enrolled.start() }));
    const look = () =>
      running.map(({ name, program, enrolled }) => {
        if (!program.running()) throw new Error(`${name} has ended:\n${program.output()}`);
        const { cpuSeconds } = costOf(program.pid);
        return { at: systemClock.monotonic(), cpuSeconds, ...enrolled.proxy.traffic() };
      });
    await pause(times.warm * 1000);
    const before = look();
    await pause(times.measure * 1000);
    const after = look();
    const costs = await Promise.all(
      running.map(async ({ form, name, start, program }, index) => ({
        form,
        ...between(before[index], after[index]),
        pssMiB: memoryOf(program.pid),
        startToFirstReadingMs: start,
        series: await seriesOf(house, name),
      })),
    );
    await Promise.all(running.map(({ program }) => program.end('SIGTERM')));
    return {
      bench: 'agent',
      ...times,
      pairs: PAIRS,
      broker: house.broker,
      forms: Object.fromEntries(
        forms.map(({ name }) => [name, medians(costs.filter(({ form }) => form === name))]),
      ),
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
    startToFirstReadingMs: middle('startToFirstReadingMs'),
    upPerHour: middle('upPerHour'),
    downPerHour: middle('downPerHour'),
    series: middle('series'),
  };
}
