import { fieldsOf, type Layout, type LayoutGroup, layoutId, seriesKey } from '@watchcase/protocol';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../model/index.ts';
import { createRuleEngine } from './engine.ts';
import { parsePacks } from './load.ts';

const START = Date.UTC(2026, 2, 2, 8);
const S = 1000;

/** A series as `name{tag=value} unit`. */
function groupOf(text: string): LayoutGroup {
  const [, measurement = '', field = '', tags = '', unit = 'none'] =
    /^(\w+)\.(\w+)(?:\{(.*)\})?(?: (\w+))?$/.exec(text) ?? [];
  return {
    measurement,
    tags: Object.fromEntries(
      tags.split(',').flatMap((tag) => (tag === '' ? [] : [tag.split('=') as [string, string]])),
    ),
    fields: [[field, unit as LayoutGroup['fields'][number][1]]],
  };
}

function layoutOf(...series: string[]): Layout {
  const content = { stream: '15s', intervalMs: 15 * S, groups: series.map(groupOf) };
  return { id: layoutId(content), ...content };
}

function observation(layout: Layout, step: number, values: (number | null)[]): Observation {
  const time = START + step * 15 * S;
  return {
    hostId: 'acme.db1',
    hostName: 'db1',
    epoch: 1,
    seq: step + 1,
    layout,
    time,
    arrivedAt: time,
    late: false,
    values,
  };
}

function engineOf(rule: string) {
  const { packs, faults } = parsePacks([
    {
      file: 'p.yaml',
      text: `pack: p\nrules:\n  - id: r\n    title: t\n    category: hardware\n    ${rule.replaceAll('; ', '\n    ')}`,
    },
  ]);
  expect(faults).toEqual([]);
  return createRuleEngine(packs);
}

/** Every alert is active: quiet instances speak. */
const always = Object.assign(new Set(['any']), { has: () => true });

/** `labels severity value [silent]` of each verdict. */
function judged(rule: string, series: string[], values: (number | null)[]): string[] {
  const engine = engineOf(rule);
  const layout = layoutOf(...series);
  const verdicts = engine.evaluate(observation(layout, 0, values), always);
  expect(engine.untiedOf('acme.db1')).toEqual([]);
  const keys = fieldsOf(layout)
    .map(seriesKey)
    .filter((_, i) => values[i] === null);
  return verdicts.map((verdict) =>
    [
      ...Object.values(verdict.labels),
      verdict.missing ? '?' : verdict.severity,
      verdict.value,
      ...keys.filter((key) => !verdict.speaksOf(key)).map((key) => `silent ${key.replaceAll('"', '')}`),
    ].join(' '),
  );
}

const space = 'each: [path]; when: disk.used_percent >= level; levels: { minor: 80%, critical: 95% }';
const anyDisk = 'when: disk.used_percent >= level; levels: { minor: 80%, critical: 95% }';
const used = (tags: string) => `disk.used_percent{${tags}} percent`;

describe('several series of one instance', () => {
  const remounted = [used('path=/,mode=rw'), used('path=/,mode=ro')];
  const twoDisks = [used('path=/'), used('path=/srv')];
  it.each([
    ['remounted: the old series has no values', space, remounted, [null, 96], ['/ critical 96']],
    ['the same, quiet again', space, remounted, [null, 50], ['/  50']],
    ['neither has values', space, remounted, [null, null], ['/ ?  ']],
    ['both have: the worst wins', space, remounted, [85, 97], ['/ critical 97']],
    ['a rule without labels on two disks', anyDisk, twoDisks, [50, 96], ['critical 96']],
    ['the first of them', anyDisk, twoDisks, [85, 50], ['minor 85']],
    ['one that cannot be read', anyDisk, twoDisks, [null, 50], [' 50 silent disk.used_percent{path=/}']],
  ])('%s', (_, ...[rule, series, values, expected]) => {
    expect(judged(rule, series, values).map((line) => line.trimEnd())).toEqual(
      expected.map((line) => line.trimEnd()),
    );
  });

  it.each([
    ['gone', 'disk.used_percent{path="/"}', false],
    ['there', 'disk.used_percent{path="/srv"}', true],
    ['the same disk under another name', 'disk.used_percent{device="sdb1",mode="ro",path="/srv"}', true],
    ['gone, with odd letters in its tags', 'disk.used_percent{device="a\\",b={",path="/, x=\\"\\""}', false],
    ['of a rule that has been changed', 'disk.free_percent{path="/"}', true],
  ])('what others say of a series that is %s', (_, series, speaks) => {
    const layout = layoutOf(used('path=/srv'), used('path=/data'));
    const [verdict] = engineOf(anyDisk).evaluate(observation(layout, 0, [50, 50]), always);
    expect(verdict?.speaksOf(series)).toBe(speaks);
  });

  it('one address asked in two ways', () => {
    const rule = 'each: [server]; when: http_response.result_code != 0; severity: critical';
    const series = ['GET', 'HEAD'].map((method) => `http_response.result_code{server=a,method=${method}}`);
    expect(judged(rule, series, [0, 3])).toEqual(['a critical 3']);
    expect(judged(rule, series, [3, 0])).toEqual(['a critical 3']);
  });
});

describe('several series in one condition', () => {
  const full = 'when: disk.used / disk.total > 0.9; severity: major';
  const disk = (path: string) => [`disk.used{path=${path}} bytes`, `disk.total{path=${path}} bytes`];
  it('belong together where their tags are equal', () => {
    const series = [...disk('/a'), ...disk('/b')];
    expect(judged(full, series, [95, 1000, 50, 100])).toEqual(
      [' 0.5'].map((line) => line.replace('0.5', '0.095')),
    );
    expect(judged(full, series, [95, 1000, 99, 100])).toEqual(['major 0.99']);
  });

  it('a series without its partner is no strand', () => {
    expect(judged(full, [...disk('/a'), 'disk.used{path=/b} bytes'], [5, 10, 99])).toEqual([' 0.5']);
  });

  it('tags asked for apart do not part them', () => {
    const rule = 'when: cpu.usage_idle{cpu="a"} < 5% and cpu.usage_idle{cpu="b"} < 5%; severity: major';
    const series = ['a', 'b', 'c'].map((cpu) => `cpu.usage_idle{cpu=${cpu}} percent`);
    expect(judged(rule, series, [1, 2, 90])).toEqual(['major 1']);
  });

  it('another measurement goes with each', () => {
    const rule = 'when: swap.used_percent > 80% and disk.used_percent > 90%; severity: major';
    const series = ['swap.used_percent percent', used('path=/'), used('path=/srv')];
    expect(judged(rule, series, [99, 10, 95])).toEqual(['major 99']);
    expect(judged(rule, series, [9, 10, 95])).toEqual([' 9']);
  });

  it('hysteresis is that of the worst', () => {
    const engine = engineOf(`${anyDisk}; recover: disk.used_percent < level - 2%`);
    const layout = layoutOf(used('path=/'), used('path=/srv'));
    const [verdict] = engine.evaluate(observation(layout, 0, [10, 94]), always);
    expect(verdict).toMatchObject({
      severity: 'minor',
      holding: 'critical',
      series: 'disk.used_percent{path="/srv"}',
    });
  });

  it('one series of a wrong unit is told, the others are judged', () => {
    const engine = engineOf(anyDisk);
    const layout = layoutOf('disk.used_percent{path=/} bytes', used('path=/srv'));
    expect(engine.evaluate(observation(layout, 0, [96, 96]), always)).toMatchObject([
      { severity: 'critical' },
    ]);
    expect(engine.untiedOf('acme.db1')).toMatchObject([{ rule: 'p/r' }]);
  });

  it('thousands of disks and no label: all are judged, in a moment', () => {
    const paths = Array.from({ length: 2000 }, (_, i) => `/mnt/${i}`);
    const rule =
      'when: disk.used / disk.total > 0.9 and disk.used > 10 B; recover: disk.used < 5 B; severity: major';
    const values = paths.flatMap((_, i) => [i === 1999 ? 99 : 1, 100]);
    expect(judged(rule, paths.flatMap(disk), values)).toEqual(['major 0.99']);
  });

  it('more combinations than can be judged are told', () => {
    const engine = engineOf('when: a.x > b.x; severity: major');
    const many = (name: string) => Array.from({ length: 200 }, (_, i) => `${name}.x{${name}=${i}}`);
    engine.evaluate(observation(layoutOf(...many('a'), ...many('b')), 0, []), always);
    expect(engine.untiedOf('acme.db1')).toMatchObject([{ rule: 'p/r', message: /combinations of series/ }]);
  });
});
