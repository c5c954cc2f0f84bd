import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Layout, layoutId } from '@watchcase/protocol';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Observation } from '../model/index.ts';
import { toColumns } from './columns.ts';
import { type History, historyConfigSchema, openHistory } from './index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A full hour. */
const T0 = Date.UTC(2026, 2, 2, 8);
const LOAD = 'system.load1';

const content: Omit<Layout, 'id'> = {
  stream: '1m',
  intervalMs: MINUTE,
  groups: [
    {
      measurement: 'system',
      tags: {},
      fields: [
        ['load1', 'none'],
        ['uptime', 'seconds'],
      ],
    },
  ],
};
const layout: Layout = { ...content, id: layoutId(content) };

let folder: ReturnType<typeof temporaryFolder>;
let clock: ManualClock;
let history: History;
let seq: number;

beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock(T0);
  seq = 0;
  history = open();
});

afterEach(async () => {
  await history.close();
  folder[Symbol.dispose]();
});

function open(): History {
  return openHistory(join(folder.path, 'history.db'), historyConfigSchema.parse({}), {
    tagsOf: () => ({ customer: 'acme', site: 'main', host: 'db1' }),
    clock,
    log: createLog('test', 'silent'),
  });
}

/** Adds and writes. */
function append(observations: readonly Observation[]): void {
  for (const one of observations) history.add(one);
  history.write(['acme.db1']);
}

function reading(time: number, value: number | null, more: Partial<Observation> = {}): Observation {
  return {
    hostId: 'acme.db1',
    hostName: 'db1',
    epoch: 1,
    seq: ++seq,
    layout,
    time,
    arrivedAt: clock.now(),
    late: false,
    values: [value, time / 1000],
    ...more,
  };
}

/** One reading a minute; the value is the minute's number since T0. */
function minutes(from: number, to: number): Observation[] {
  return Array.from({ length: to - from }, (_, i) => reading(T0 + (from + i) * MINUTE, from + i));
}

async function maintained(): Promise<void> {
  for (let i = 0; i < 60; i++) history.maintain();
  await clock.advance(0);
}

function query(fromMs: number, toMs: number, points = 2000, series = [LOAD]) {
  const columns = history.query({ hostId: 'acme.db1', series, fromMs, toMs, points });
  return columns.times.map((time, i) => [(time * 1000 - T0) / MINUTE, columns.series[0]?.values[i]]);
}

describe('readings', () => {
  it('come back as they were, missing ones left out', () => {
    append([reading(T0, 1.5), reading(T0 + MINUTE, null), reading(T0 + 2 * MINUTE, -3)]);
    expect(history.recent('acme.db1', [LOAD], T0)).toEqual([
      { times: [T0, T0 + 2 * MINUTE], values: [1.5, -3] },
    ]);
    expect(history.recent('acme.nobody', [LOAD], T0)).toEqual([{ times: [], values: [] }]);
    expect(history.recent('acme.db1', ['no.such'], T0)).toEqual([{ times: [], values: [] }]);
  });

  it('that the store did not commit are removed at the next start, and kept once when they come again', async () => {
    const [known, lost] = [reading(T0, 1), reading(T0 + MINUTE, 2)];
    append([known]);
    const { block } = history.mark();
    append([lost]);
    await history.close();
    history = open();
    history.undo(block);
    expect(history.recent('acme.db1', [LOAD], 0)[0]?.values).toEqual([1]);
    append([lost]);
    expect(history.recent('acme.db1', [LOAD], 0)[0]?.values).toEqual([1, 2]);
  });

  it('that were confirmed once stay, though a store from a backup does not know them', async () => {
    append([reading(T0, 1)]);
    history.confirm();
    append([reading(T0 + MINUTE, 2)]);
    await history.close();
    history = open();
    history.undo(0);
    expect(history.recent('acme.db1', [LOAD], 0)[0]?.values).toEqual([1]);
  });

  it('that could not be written are not lost', () => {
    const saboteur = new DatabaseSync(join(folder.path, 'history.db'));
    saboteur.exec("CREATE TRIGGER full BEFORE INSERT ON blocks BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    const readings = minutes(0, 3);
    expect(() => append(readings)).toThrow('disk full');
    saboteur.exec('DROP TRIGGER full');
    saboteur.close();
    history.write(['acme.db1']);
    expect(history.recent('acme.db1', [LOAD], 0)[0]?.values).toEqual([0, 1, 2]);
  });

  it('of several series come in one answer', () => {
    append(minutes(0, 2));
    const series = [LOAD, 'system.uptime', 'no.such'];
    const columns = history.query({ hostId: 'acme.db1', series, fromMs: T0, toMs: T0 + HOUR, points: 2000 });
    expect(columns.series.map(({ key, unit, values }) => [key, unit, values])).toEqual([
      [LOAD, 'none', [0, 1]],
      ['system.uptime', 'seconds', [T0 / 1000, T0 / 1000 + 60]],
      ['no.such', 'none', [null, null]],
    ]);
  });
});

describe('averages', () => {
  it('over five minutes and over an hour are right', async () => {
    await clock.advance(2 * HOUR + 10 * MINUTE);
    append(minutes(0, 120));
    await maintained();
    await clock.advance(3 * 24 * HOUR);
    await maintained();
    const fiveMinutes = query(T0, T0 + 13 * HOUR).slice(0, 3);
    expect(fiveMinutes).toEqual([
      [0, 2],
      [5, 7],
      [10, 12],
    ]);
    expect(query(T0, T0 + 15 * 24 * HOUR)).toEqual([
      [0, 29.5],
      [60, 89.5],
    ]);
  });

  it('leave out what is missing instead of counting it as zero', async () => {
    await clock.advance(HOUR);
    append([reading(T0, 10), reading(T0 + MINUTE, null), reading(T0 + 2 * MINUTE, 20)]);
    await maintained();
    await clock.advance(3 * 24 * HOUR);
    await maintained();
    expect(query(T0, T0 + 13 * HOUR)).toEqual([[0, 15]]);
  });

  it('of hours wait for those of minutes, however far these are behind', async () => {
    await clock.advance(20 * HOUR);
    append(minutes(0, 20 * 60));
    await maintained();
    await clock.advance(3 * 24 * HOUR);
    await maintained();
    const hours = query(T0, T0 + 15 * 24 * HOUR);
    expect(hours).toEqual(Array.from({ length: 20 }, (_, i) => [i * 60, i * 60 + 29.5]));
  });

  it('are made again when late readings come', async () => {
    await clock.advance(3 * HOUR);
    append(minutes(60, 180));
    await maintained();
    await clock.advance(HOUR);
    await maintained();
    append(minutes(0, 60).map((one) => ({ ...one, epoch: 2, late: true })));
    await maintained();
    await clock.advance(3 * 24 * HOUR);
    await maintained();
    expect(query(T0, T0 + 15 * 24 * HOUR)).toEqual([
      [0, 29.5],
      [60, 89.5],
      [120, 149.5],
    ]);
  });

  it('do not hide the newest readings, which have none yet', async () => {
    await clock.advance(24 * HOUR);
    append(minutes(0, 24 * 60));
    await maintained();
    const day = query(T0 + 12 * HOUR - MINUTE, T0 + 24 * HOUR);
    expect(day.at(-1)).toEqual([24 * 60 - 5, 24 * 60 - 3]);
    const gaps = day.slice(1).map(([at], i) => Number(at) - Number(day[i]?.[0]));
    expect(new Set(gaps)).toEqual(new Set([5]));
  });

  it('of each resolution go when their time is over', async () => {
    append(minutes(0, 10));
    await clock.advance(HOUR);
    await maintained();
    await clock.advance(3 * 24 * HOUR);
    await maintained();
    expect(history.recent('acme.db1', [LOAD], 0)[0]?.values).toEqual([]);
    await clock.advance(500 * 24 * HOUR);
    await maintained();
    expect(query(T0, T0 + 15 * 24 * HOUR)).toEqual([]);
  });
});

describe('a chart', () => {
  it('has at most the points asked for, and the mean of what it shows', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ timeMs: fc.integer({ min: 0, max: 100_000 }), value: fc.integer({ min: -5, max: 5 }) }),
        ),
        fc.integer({ min: 2, max: 50 }),
        (samples, points) => {
          const columns = toColumns([{ key: 'a', unit: 'none', samples }], {
            fromMs: 0,
            toMs: 100_000,
            points,
            leastMs: 0,
          });
          const stepMs = columns.stepSeconds * 1000;
          expect(columns.times.length).toBeLessThanOrEqual(points);
          columns.times.forEach((time, i) => {
            const within = samples.filter(
              ({ timeMs }) => Math.floor(timeMs / stepMs) === Math.round((time * 1000) / stepMs),
            );
            const mean = within.reduce((sum, { value }) => sum + value, 0) / within.length;
            expect(columns.series[0]?.values[i]).toBeCloseTo(mean, 9);
          });
        },
      ),
    );
  });
});
