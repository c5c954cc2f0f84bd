import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../contract.ts';
import { tickOffset } from './next-tick.ts';
import { type Schedule, type ScheduledTask, startSchedule, type StreamReading } from './index.ts';

let clock: ManualClock;
let delivered: { stream: string; time: number; values: (number | null)[] }[];
const schedules: Schedule[] = [];

beforeEach(() => {
  clock = new ManualClock();
  delivered = [];
  for (const schedule of schedules.splice(0)) schedule.stop();
});

const sample = (measurement: string, value: number): Sample => ({
  measurement,
  tags: {},
  fields: [['f', 'none', value]],
});

function start(...tasks: ScheduledTask[]): Schedule {
  const schedule = startSchedule({
    tasks,
    seed: 'acme/db1',
    deliver(readings: readonly StreamReading[], time) {
      for (const { layout, values } of readings) delivered.push({ stream: layout.stream, time, values });
    },
    clock,
    log: createLog('test', 'silent'),
  });
  schedules.push(schedule);
  return schedule;
}

/** Reads 1, 2, 3 … */
function counting(name: string, intervalMs = 15_000): ScheduledTask & { calls: number } {
  const task = {
    name,
    intervalMs,
    calls: 0,
    collect: () => Promise.resolve({ samples: [sample(name, ++task.calls)] }),
  };
  return task;
}

describe('a schedule', () => {
  it('reads at once, then every interval, each stream in one reading', async () => {
    start(counting('a'), counting('b'), counting('c', 60_000));
    await clock.advance(60_000);
    expect(delivered[0]).toMatchObject({ stream: '15s', values: [1, 1] });
    expect(delivered.filter(({ stream }) => stream === '1m').length).toBeGreaterThanOrEqual(1);
    const times = delivered.filter(({ stream }) => stream === '15s').map(({ time }) => time);
    const gaps = times.slice(2).map((time, index) => time - (times[index + 1] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([15_000]));
  });

  it('tells its streams, the fastest first', () => {
    const schedule = start(counting('c', 300_000), counting('a'), counting('b', 60_000));
    expect(schedule.streams).toEqual(['15s', '1m', '5m']);
    expect(schedule.fastestMs).toBe(15_000);
  });

  it('stamps the wall clock; one that is set moves the grid, and nothing stands still', async () => {
    start(counting('a'));
    await clock.advance(60_000);
    const before = delivered.length;
    clock.set(clock.now() - 3_600_000);
    await clock.advance(60_000);
    expect(delivered.length - before).toBeGreaterThanOrEqual(3);
    expect(delivered.at(-1)?.time).toBeLessThan(delivered[0]?.time ?? 0);
    clock.set(clock.now() + 86_400_000);
    const again = delivered.length;
    await clock.advance(60_000);
    expect(delivered.length - again).toBeGreaterThanOrEqual(3);
  });

  it('stops', async () => {
    const schedule = start(counting('a'));
    await clock.advance(20_000);
    schedule.stop();
    const before = delivered.length;
    await clock.advance(60_000);
    expect(delivered.length).toBe(before);
  });
});

describe('a probe that', () => {
  const good = () => counting('good');

  it('throws leaves nulls, and its neighbours alone', async () => {
    let broken = false;
    const task = {
      ...counting('bad'),
      collect: () =>
        broken ? Promise.reject(new Error('no such file')) : Promise.resolve({ samples: [sample('bad', 1)] }),
    };
    const schedule = start(task, good());
    await clock.advance(1);
    broken = true;
    await clock.advance(30_000);
    expect(delivered.at(-1)?.values[0]).toBeNull();
    expect(delivered.at(-1)?.values[1]).toBeGreaterThan(1);
    const state = schedule.states().find(({ name }) => name === 'bad');
    expect(state).toMatchObject({ error: 'no such file' });
    expect(state?.failures).toBeGreaterThan(0);
    broken = false;
    await clock.advance(30_000);
    expect(schedule.states().every(({ error }) => error === null)).toBe(true);
  });

  it('hangs costs half an interval, is not started twice, and may come back', async () => {
    let release = (): void => undefined;
    let running = 0;
    let most = 0;
    let hangs = true;
    const task: ScheduledTask = {
      name: 'hung',
      intervalMs: 15_000,
      async collect() {
        most = Math.max(most, ++running);
        if (hangs) await new Promise<void>((resolve) => (release = resolve));
        running--;
        return { samples: [sample('hung', 9)] };
      },
    };
    const schedule = start(task, good());
    await clock.advance(7000);
    expect(delivered).toEqual([]);
    await clock.advance(45_000);
    expect(delivered.length).toBeGreaterThanOrEqual(3);
    expect(most).toBe(1);
    expect(schedule.states()[0]?.error).toMatch(/still busy/);
    hangs = false;
    release();
    await clock.advance(30_000);
    expect(most).toBe(1);
    expect(delivered.at(-1)?.values).toContain(9);
  });

  it('is slow in one reading does not shorten the patience of the next', async () => {
    const intervalMs = 10_000;
    clock = new ManualClock();
    const into = (clock.now() - tickOffset('acme/db1', intervalMs)) % intervalMs;
    clock = new ManualClock(clock.now() - into + 5200);
    const lasting = (name: string, firstMs: number, laterMs: number): ScheduledTask => {
      let calls = 0;
      return {
        name,
        intervalMs,
        collect: () =>
          new Promise((resolve) => {
            const value = calls++;
            clock.after(value === 0 ? firstMs : laterMs, () => resolve({ samples: [sample(name, value)] }));
          }),
      };
    };
    const schedule = start(lasting('slow', 8000, 0), lasting('quick', 0, 300));
    await clock.advance(4900);
    expect(delivered).toEqual([]);
    await clock.advance(150);
    expect(delivered.map(({ values }) => values)).toEqual([[0]]);
    await clock.advance(300);
    expect(delivered.map(({ values }) => values)).toEqual([[0], [1]]);
    expect(schedule.states().map(({ name, failures }) => [name, failures])).toEqual([
      ['slow', 2],
      ['quick', 0],
    ]);
  });

  it('throws at once, before it gives a promise, is caught like any other', async () => {
    const task: ScheduledTask = {
      ...counting('bad'),
      collect() {
        throw new Error('at once');
      },
    };
    const schedule = start(task, good());
    await clock.advance(1);
    expect(delivered[0]?.values).toEqual([1]);
    expect(schedule.states()[0]?.error).toBe('at once');
  });
});
