import { type Layout, type LayoutGroup, layoutId, type Unit } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { createRuleEngine } from './engine.ts';
import { parsePacks } from './load.ts';

const S = 1000;
const START = Date.UTC(2026, 2, 2, 8);
const never: ReadonlySet<string> = new Set();

function engineOf(when: string) {
  const rule = `{ id: a, title: t, when: "${when}", severity: minor, category: software }`;
  const { packs, faults } = parsePacks([{ file: 'p.yaml', text: `pack: p\nrules:\n  - ${rule}` }]);
  expect(faults).toEqual([]);
  return createRuleEngine(packs);
}

function layoutOf(stream: string, intervalMs: number, ...series: [string, string, Unit?][]): Layout {
  const groups = series.map(
    ([measurement, field, unit = 'none']): LayoutGroup => ({
      measurement,
      tags: {},
      fields: [[field, unit]],
    }),
  );
  const content = { stream, intervalMs, groups };
  return { id: layoutId(content), ...content };
}

/** Judges one reading: 1 when the rule holds, else 0. */
function judge(
  engine: ReturnType<typeof engineOf>,
  layout: Layout,
  seconds: number,
  ...values: (number | null)[]
) {
  const time = START + seconds * S;
  const more = { hostId: 'acme.db1', hostName: 'db1', epoch: 1, seq: 1, arrivedAt: time, late: false };
  return engine.evaluate({ ...more, layout, time, values }, never).length;
}

const app = layoutOf('15s', 15 * S, ['app', 'v']);

it('a value of a stream that has stopped is not used in a rule over two', () => {
  const engine = engineOf('app.v > 5 and b.v > 5');
  const slow = layoutOf('1m', 60 * S, ['b', 'v']);
  judge(engine, app, 0, 9);
  for (let at = 60; at < 1860; at += 60) expect(judge(engine, slow, at, 0)).toBe(0);
  expect(judge(engine, slow, 1860, 9)).toBe(0);
  expect(judge(engine, app, 1861, 9)).toBe(1);
  expect(judge(engine, slow, 1861 + 45, 9)).toBe(1);
  expect(judge(engine, slow, 1861 + 46, 9)).toBe(0);
});

it('a value of a slow stream is used for three of its own intervals', () => {
  const engine = engineOf('app.v > 5 and b.v > 5');
  const slow = layoutOf('5m', 300 * S, ['b', 'v']);
  judge(engine, slow, 0, 9);
  expect([judge(engine, app, 900, 9), judge(engine, app, 915, 9)]).toEqual([1, 0]);
});

it('a layout without the series does not cost its window', () => {
  const engine = engineOf('avg(app.v, 1m) > 5');
  const without = layoutOf('15s', 15 * S, ['app', 'w']);
  for (const at of [0, 15, 30, 45]) judge(engine, app, at, 9);
  judge(engine, without, 60, 1);
  expect(judge(engine, app, 75, 9)).toBe(1);
});

it('samples count though the rule could not be tied when they came', () => {
  const engine = engineOf('avg(app.v, 1m) > 5 and c.z > 0');
  for (const at of [0, 15, 30, 45]) judge(engine, app, at, 9);
  const both = layoutOf('15s', 15 * S, ['app', 'v'], ['c', 'z']);
  expect(judge(engine, both, 60, 9, 1)).toBe(1);
});

it('a series that comes in another unit of the same kind goes on, converted', () => {
  const engine = engineOf('avg(app.v, 1m) > 5s');
  const inMs = layoutOf('15s', 15 * S, ['app', 'v', 'milliseconds']);
  const inS = layoutOf('15s', 15 * S, ['app', 'v', 'seconds']);
  const words = [0, 15, 30, 45, 60].map((at) => judge(engine, inMs, at, 4000));
  words.push(...[75, 90, 105].map((at) => judge(engine, inS, at, 4)), judge(engine, inS, 120, 9));
  expect(words).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

it('a series that measures something else from now on begins anew', () => {
  const engine = engineOf('avg(app.v, 1m) > 5');
  const inBytes = layoutOf('15s', 15 * S, ['app', 'v', 'bytes']);
  for (const at of [0, 15, 30, 45]) judge(engine, inBytes, at, 1e9);
  const words = [60, 75, 90, 105, 120].map((at) => judge(engine, app, at, 6));
  expect(words).toEqual([0, 0, 0, 0, 1]);
});

it('what samples of a series are good for ends with its longest window', () => {
  const engine = engineOf('avg(app.v, 1m) > 5');
  for (const at of [0, 15, 30, 45]) judge(engine, app, at, 9);
  judge(engine, layoutOf('15s', 15 * S, ['app', 'w']), 3600, 1);
  expect([3615, 3630].map((at) => judge(engine, app, at, 9))).toEqual([0, 0]);
});

it('over two streams the moment of the newest counts, whichever comes last', () => {
  const engine = engineOf('app.v > 5 and b.v > 5');
  const other = layoutOf('1m', 60 * S, ['b', 'v']);
  judge(engine, other, 10, 9);
  const time = START + 9 * S;
  const more = { hostId: 'acme.db1', hostName: 'db1', epoch: 1, seq: 1, arrivedAt: time, late: false };
  const [verdict] = engine.evaluate({ ...more, layout: app, time, values: [9] }, never);
  expect(verdict?.time).toBe(START + 10 * S);
});
