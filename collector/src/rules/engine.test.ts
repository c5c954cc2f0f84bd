import { type Layout, type LayoutGroup, layoutId } from '@watchcase/protocol';
import { describe, expect, it } from 'vitest';
import type { Observation, Verdict } from '../model/index.ts';
import { alertIdOf } from '../model/index.ts';
import { createRuleEngine } from './engine.ts';
import { parsePacks } from './load.ts';

const START = Date.UTC(2026, 2, 2, 8);
const S = 1000;

function packs(text: string) {
  const parsed = parsePacks([{ file: 'p.yaml', text: `pack: p\nrules:\n${text}` }]);
  expect(parsed.faults).toEqual([]);
  return parsed.packs;
}

function layoutOf(stream: string, groups: LayoutGroup[], intervalMs = 15 * S): Layout {
  const content = { stream, intervalMs, groups };
  return { id: layoutId(content), ...content };
}

const disks = (...paths: string[]) =>
  paths.map(
    (path): LayoutGroup => ({ measurement: 'disk', tags: { path }, fields: [['used_percent', 'percent']] }),
  );
const one = (
  measurement: string,
  field: string,
  unit: LayoutGroup['fields'][number][1] = 'none',
): LayoutGroup => ({
  measurement,
  tags: {},
  fields: [[field, unit]],
});

function observation(
  layout: Layout,
  seconds: number,
  values: (number | null)[],
  hostId = 'acme.db1',
): Observation {
  const time = START + seconds * S;
  return { hostId, hostName: 'db one', epoch: 1, seq: 1, layout, time, arrivedAt: time, late: false, values };
}

const never: ReadonlySet<string> = new Set();
/** Every alert is active. */
class AnyAlert extends Set<string> {
  override has(): boolean {
    return true;
  }
}
const always: ReadonlySet<string> = new AnyAlert(['any']);
const brief = (verdicts: Verdict[]) =>
  verdicts.map(
    (one) =>
      `${Object.values(one.labels).join()}:${one.missing ? '?' : one.severity}/${one.holding} ${one.value}`,
  );

const space = `
  - { id: space, title: "{path} on {host} of {customer}: {value} of {threshold}", each: [path], when: disk.used_percent >= level,
      levels: { minor: 80%, major: 90%, critical: 95% }, recover: disk.used_percent < level - 2%, category: hardware }`;

describe('instances and levels', () => {
  const layout = layoutOf('15s', disks('/', '/srv'));
  it.each([
    ['quiet instances say nothing', never, [10, 20], []],
    ['the worst level that holds', never, [96, 91], ['/:critical/critical 96', '/srv:major/major 91']],
    ['an active one says that it is quiet', always, [10, 20], ['/:null/null 10', '/srv:null/null 20']],
    ['hysteresis is told by level', always, [94, 78.5], ['/:major/critical 94', '/srv:null/minor 78.5']],
    [
      'missing values of active alerts',
      always,
      [null, 96],
      ['/:?/critical null', '/srv:critical/critical 96'],
    ],
    ['missing values of quiet ones', never, [null, 5], []],
  ])('%s', (_, active, values, expected) => {
    const engine = createRuleEngine(packs(space));
    expect(brief(engine.evaluate(observation(layout, 0, values), active))).toEqual(expected);
  });

  it('says everything people and charts need', () => {
    const engine = createRuleEngine(packs(space));
    const [verdict] = engine.evaluate(observation(layout, 0, [91.25, 0]), never);
    expect(verdict).toMatchObject({
      alertId: alertIdOf('p/space', 'acme.db1', { path: '/' }),
      value: 91.25,
      unit: 'percent',
      threshold: 90,
      series: 'disk.used_percent{path="/"}',
      intervalMs: 15 * S,
    });
    expect(verdict?.rule.title(verdict).en).toBe('/ on db one of acme: 91.3 % of 90 %');
    expect(verdict?.rule.groupKey(verdict)).toBe('acme.db1/hardware');
  });

  it('groups of different customers are different, and groups do not follow names people change', () => {
    const engine = createRuleEngine(
      packs(
        `  - { id: a, title: t, when: app.up == 0, severity: minor, category: network, group: "uplink of {host}" }`,
      ),
    );
    const layout = layoutOf('15s', [one('app', 'up')]);
    const keys = ['acme.db1', 'other.db1'].map((host) => {
      const [verdict] = engine.evaluate(observation(layout, 0, [0], host), never);
      return verdict?.rule.groupKey(verdict);
    });
    expect(keys).toEqual(['acme: uplink of acme.db1', 'other: uplink of other.db1']);
  });

  it('converts units: a limit in days for a series in milliseconds', () => {
    const engine = createRuleEngine(
      packs(
        `  - { id: a, title: "{value} of {threshold}", when: job.age > 1d, severity: minor, category: data }`,
      ),
    );
    const layout = layoutOf('15s', [one('job', 'age', 'milliseconds')]);
    expect(engine.evaluate(observation(layout, 0, [86_400_000]), never)).toEqual([]);
    const [verdict] = engine.evaluate(observation(layout, 15, [86_400_001]), never);
    expect([verdict?.value, verdict?.threshold, verdict?.unit]).toEqual([
      86_400_001,
      86_400_000,
      'milliseconds',
    ]);
  });
});

describe('series of several streams', () => {
  const rule = `  - { id: a, title: t, when: a.x > 1 and b.y > 1, severity: minor, category: software }`;
  const [first, second] = [layoutOf('15s', [one('a', 'x')]), layoutOf('1m', [one('b', 'y')])];

  it('is judged when either comes, by the newest of both; before both have come it is not known', () => {
    const engine = createRuleEngine(packs(rule));
    const words = [
      engine.evaluate(observation(first, 0, [5]), always),
      engine.evaluate(observation(second, 1, [5]), always),
      engine.evaluate(observation(first, 15, [0]), always),
      engine.evaluate(observation(second, 16, [5]), always),
    ];
    expect(words.map(brief)).toEqual([[], [':minor/null 5'], [':null/null 0'], [':null/null 0']]);
  });

  it('keeps what it knows when one stream gets a new layout', () => {
    const engine = createRuleEngine(packs(rule));
    engine.evaluate(observation(first, 0, [5]), never);
    engine.evaluate(observation(second, 0, [5]), never);
    const wider = layoutOf('1m', [one('c', 'z'), one('b', 'y')]);
    expect(brief(engine.evaluate(observation(wider, 45, [0, 7]), never))).toEqual([':minor/null 5']);
  });

  it('says nothing any more when a stream is gone', () => {
    const engine = createRuleEngine(packs(rule));
    engine.evaluate(observation(first, 0, [5]), never);
    engine.evaluate(observation(second, 0, [5]), never);
    engine.streamsChanged('acme.db1', ['15s']);
    engine.streamsChanged('acme.unknown', []);
    expect(engine.evaluate(observation(first, 15, [5]), always)).toEqual([]);
  });
});

describe('windows', () => {
  const rule = `  - { id: a, title: t, when: "avg(a.x, 1m) > 10", severity: minor, category: software }`;
  const layout = layoutOf('15s', [one('a', 'x')]);

  it('decides only when it knows enough, and after a restart it is told', () => {
    const engine = createRuleEngine(packs(rule));
    const words = [0, 15, 30, 45].map((at) => brief(engine.evaluate(observation(layout, at, [20]), always)));
    expect(words).toEqual([[':?/null null'], [':?/null null'], [':?/null null'], [':?/null null']]);
    expect(brief(engine.evaluate(observation(layout, 60, [20]), always))).toEqual([':minor/null 20']);

    const restarted = createRuleEngine(packs(rule));
    expect(restarted.reachMs([layout])).toBeGreaterThanOrEqual(60 * S);
    for (const at of [0, 15, 30, 45, 60])
      restarted.remember('acme.db1', layout, { time: START + at * S, values: [at === 45 ? null : 20] });
    expect(brief(restarted.evaluate(observation(layout, 75, [20]), always))).toEqual([':minor/null 20']);
  });

  it('keeps its samples when the layout changes', () => {
    const engine = createRuleEngine(packs(rule));
    for (const at of [0, 15, 30, 45]) engine.evaluate(observation(layout, at, [20]), never);
    const wider = layoutOf('15s', [one('c', 'z'), one('a', 'x')]);
    expect(brief(engine.evaluate(observation(wider, 60, [0, 20]), never))).toEqual([':minor/null 20']);
  });

  it('a longer window that comes with a new layout is served too', () => {
    const engine = createRuleEngine(
      packs(
        `${rule}\n  - { id: b, title: t, when: "avg(a.x, 5m) > 10 and c.z > 0", severity: major, category: software }`,
      ),
    );
    for (let at = 0; at < 300; at += 15) engine.evaluate(observation(layout, at, [20]), never);
    const wider = layoutOf('15s', [one('c', 'z'), one('a', 'x')]);
    for (let at = 300; at < 600; at += 15) engine.evaluate(observation(wider, at, [1, 20]), never);
    expect(brief(engine.evaluate(observation(wider, 600, [1, 20]), never))).toEqual([
      ':minor/null 20',
      ':major/null 20',
    ]);
  });

  it('a counter that starts again neither fires nor falls below zero', () => {
    const engine = createRuleEngine(
      packs(
        `  - { id: a, title: t, when: "rate(a.x) > 100 / 1s or rate(a.x) < 0 / 1s", severity: minor, category: software }`,
      ),
    );
    const counter = layoutOf('15s', [one('a', 'x', 'count')]);
    const values = [1e9, 1e9 + 15, 3, 18];
    const words = values.map((value, i) =>
      brief(engine.evaluate(observation(counter, i * 15, [value]), always)),
    );
    expect(words).toEqual([[':?/null null'], [':null/null 1'], [':?/null null'], [':null/null 1']]);
  });
});

describe('many hosts', () => {
  it('hosts of one shape share a program and none of their values', () => {
    const engine = createRuleEngine(packs(space));
    const layout = layoutOf('15s', disks('/'));
    expect(brief(engine.evaluate(observation(layout, 0, [96], 'acme.db1'), never))).toHaveLength(1);
    expect(brief(engine.evaluate(observation(layout, 0, [10], 'acme.db2'), never))).toEqual([]);
    expect(brief(engine.evaluate(observation(layout, 15, [96], 'acme.db1'), never))).toHaveLength(1);
  });

  it('a series of another unit than the rule takes is told', () => {
    const engine = createRuleEngine(
      packs(`  - { id: a, title: t, when: x.y > 5%, severity: minor, category: software }`),
    );
    engine.evaluate(observation(layoutOf('15s', [one('x', 'y', 'bytes')]), 0, [9]), never);
    expect(engine.untiedOf('acme.db1')).toMatchObject([{ rule: 'p/a', message: /bytes and a percentage/ }]);
  });

  it('binds a host with thousands of series in a moment', () => {
    const engine = createRuleEngine(packs(space));
    const layout = layoutOf('15s', disks(...Array.from({ length: 4000 }, (_, i) => `/mnt/${i}`)));
    const verdicts = engine.evaluate(observation(layout, 0, Array<number>(4000).fill(99)), never);
    expect(verdicts).toHaveLength(4000);
  });
});
