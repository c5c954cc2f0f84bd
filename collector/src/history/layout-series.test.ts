import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Layout, layoutId } from '@watchcase/protocol';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type History, historyConfigSchema, openHistory } from './index.ts';
import { createLayoutSeries } from './layout-series.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T0 = Date.UTC(2026, 2, 2, 8);
const KEY = 'container.cpu{id="c1"}';

let folder: ReturnType<typeof temporaryFolder>;
let clock: ManualClock;
let history: History;
let seq = 0;

beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock(T0);
  history = open();
});

afterEach(async () => {
  await history.close();
  folder[Symbol.dispose]();
});

function open(): History {
  return openHistory(
    join(folder.path, 'history.db'),
    historyConfigSchema.parse({ rawHours: 1, fiveMinuteDays: 1, hourDays: 2 }),
    {
      tagsOf: () => ({ customer: 'acme', site: 'main', host: 'db1' }),
      clock,
      log: createLog('test', 'silent'),
    },
  );
}

function layoutOf(i: number): Layout {
  const groups: Layout['groups'] = [
    { measurement: 'container', tags: { id: `c${i}` }, fields: [['cpu', 'percent']] },
  ];
  const content = { stream: '15s', intervalMs: 15_000, groups };
  return { id: layoutId(content), ...content };
}

function append(i: number, value: number): void {
  const time = clock.now();
  const at = { time, arrivedAt: time, late: false };
  const of = { hostId: 'acme.db1', hostName: 'db1', epoch: 1, seq: ++seq, layout: layoutOf(i) };
  history.add({ ...of, ...at, values: [value] });
  history.write(['acme.db1']);
}

async function pass(ms: number): Promise<void> {
  for (const end = clock.now() + ms; clock.now() < end; ) {
    await clock.advance(HOUR);
    for (let i = 0; i < 60; i++) history.maintain();
  }
}

function layoutsKept(): number {
  const database = new DatabaseSync(join(folder.path, 'history.db'), { readOnly: true });
  const row = database.prepare('SELECT count(*) AS count FROM layouts').get() as { count: number };
  database.close();
  return row.count;
}

it('a layout stays as long as anything of it is kept, and goes then', async () => {
  append(1, 50);
  append(2, 60);
  await pass(DAY);
  append(2, 70);
  expect(
    history.query({ hostId: 'acme.db1', series: [KEY], fromMs: T0 - HOUR, toMs: clock.now(), points: 2000 })
      .series,
  ).toMatchObject([{ unit: 'percent', values: [50] }]);
  await pass(DAY + 3 * HOUR);
  expect(layoutsKept()).toBe(1);
  append(1, 80);
  expect(history.recent('acme.db1', [KEY], 0)[0]?.values).toEqual([80]);
  await history.close();
  history = open();
  expect(history.recent('acme.db1', [KEY], 0)[0]?.values).toEqual([80]);
});

it('a file from before says of its layouts that they are new', async () => {
  append(1, 50);
  await history.close();
  const file = new DatabaseSync(join(folder.path, 'history.db'));
  for (const column of ['last', 'stream', 'interval']) file.exec(`ALTER TABLE layouts DROP COLUMN ${column}`);
  file.close();
  history = open();
  await pass(3 * HOUR);
  expect(layoutsKept()).toBe(1);
  await pass(3 * DAY);
  expect(layoutsKept()).toBe(0);
});

it('a layout that is in use no more comes back with what was judged by it, so that windows are whole after a restart', async () => {
  append(1, 50);
  append(2, 60);
  await history.close();
  history = open();
  const layouts: (Layout | undefined)[] = [];
  history.judged('acme.db1', HOUR, ({ layout }) => layouts.push(layout));
  expect(layouts).toEqual([layoutOf(1), layoutOf(2)]);
});

it('only layouts that are wanted are parsed, and those not wanted again are dropped', () => {
  const read: number[] = [];
  const series = createLayoutSeries((ref) => {
    read.push(ref);
    return layoutOf(ref);
  });
  expect(series.of(1).place(KEY)).toEqual({ position: 0, unit: 'percent' });
  series.age();
  series.of(1);
  series.of(2);
  series.age();
  series.age();
  expect(series.of(1).place('no.such')).toBeUndefined();
  expect(read).toEqual([1, 2, 1]);
});

it('of layouts with many series few lie parsed at once', () => {
  const read: number[] = [];
  const wide = (ref: number): Layout => {
    read.push(ref);
    const fields = Array.from({ length: 9000 }, (_, i): [string, 'none'] => [`f${i}`, 'none']);
    return { ...layoutOf(ref), groups: [{ measurement: 'm', tags: {}, fields }] };
  };
  const series = createLayoutSeries(wide);
  for (const ref of [1, 2, 3, 3, 2, 1, 4, 5, 1, 2]) series.of(ref);
  expect(read).toEqual([1, 2, 3, 4, 5, 2]);
});
