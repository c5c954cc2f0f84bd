import { layoutSchema, LIMITS } from '@watchcase/protocol';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../contract.ts';
import { createLayoutBudget, type LayoutBudget } from './layout-budget.ts';
import { createStreamLayout } from './stream-layout.ts';

const disk = (path: string, used: number | null, free: number | null = 1): Sample => ({
  measurement: 'disk',
  tags: { path, device: '' },
  fields: [
    ['used', 'bytes', used],
    ['free', 'bytes', free],
  ],
});
const load = (value: number): Sample => ({
  measurement: 'system',
  tags: {},
  fields: [['load1', 'none', value]],
});

function stream(mostParts = 8, budget: LayoutBudget = { take: () => true }) {
  return createStreamLayout({ stream: '15s', intervalMs: 15_000, mostParts, budget });
}

describe('a stream', () => {
  it('names series in a stable order, whatever the order they come in', () => {
    const one = stream().arrange([load(1), disk('/b', 2), disk('/a', 3)], 0)[0];
    const other = stream().arrange([disk('/a', 3), load(1), disk('/b', 2)], 0)[0];
    expect(one).toEqual(other);
    expect(one?.values).toEqual([3, 1, 2, 1, 1]);
    expect(layoutSchema.parse(one?.layout)).toEqual(one?.layout);
  });

  it('keeps its layout while a probe fails: its values are null', () => {
    const it = stream();
    const [first] = it.arrange([load(1), disk('/', 2)], 0);
    const [second] = it.arrange([load(5)], 15_000);
    expect(second?.layout).toBe(first?.layout);
    expect(second?.values).toEqual([null, null, 5]);
  });

  it('gets a new layout for a new series, and forgets one after an hour', () => {
    const it = stream();
    const [first] = it.arrange([load(1)], 0);
    const [second] = it.arrange([load(1), disk('/', 2)], 15_000);
    expect(second?.layout.id).not.toBe(first?.layout.id);
    expect(it.arrange([load(1)], 3_600_000)[0]?.layout).toBe(second?.layout);
    expect(it.arrange([load(1)], 3_700_000)[0]?.layout.id).toBe(first?.layout.id);
  });

  it('adds a field that comes later, and keeps one that is missing once', () => {
    const it = stream();
    const some = (fields: Sample['fields']): Sample => ({ measurement: 'm', tags: {}, fields });
    it.arrange([some([['a', 'none', 1]])], 0);
    expect(it.arrange([some([['b', 'none', 2]])], 1)[0]?.values).toEqual([null, 2]);
    expect(it.arrange([some([['a', 'none', 3]])], 2)[0]?.values).toEqual([3, null]);
  });

  it.each<[string, Sample, unknown]>([
    ['an empty tag', disk('/', 1), { path: '/' }],
    ['a tag that is too long', disk('x'.repeat(600), 1), { path: 'x'.repeat(512) }],
  ])('tidies %s', (_name, sample, tags) => {
    expect(stream().arrange([sample], 0)[0]?.layout.groups[0]?.tags).toEqual(tags);
  });

  it.each<[string, Sample]>([
    ['a measurement that is no name', { ...load(1), measurement: 'a b' }],
    ['a tag that is no name', { ...load(1), tags: { 'a b': 'c' } }],
    ['fields that are no names', { ...load(1), fields: [['1', 'none', 1]] }],
    ['no fields', { ...load(1), fields: [] }],
  ])('leaves out what the collector would refuse: %s', (_name, sample) => {
    expect(stream().arrange([sample], 0)).toEqual([]);
    expect(stream().arrange([sample, load(7)], 0)[0]?.values).toEqual([7]);
  });

  it.each([
    [0.123456789123, 0.123456789],
    [12_345_678_901_234, 12_345_678_901_234],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
  ])('writes %d as %d', (value, written) => {
    expect(stream().arrange([load(value)], 0)[0]?.values).toEqual([written]);
  });

  it('writes percent in hundredths', () => {
    const sample: Sample = { measurement: 'm', tags: {}, fields: [['f', 'percent', 96.715_987_5]] };
    expect(stream().arrange([sample], 0)[0]?.values).toEqual([96.72]);
  });

  it('becomes several when it has more series than a layout may name', () => {
    const samples = Array.from({ length: 3000 }, (_, i) => disk(`/${i}`, i));
    const parts = stream().arrange(samples, 0);
    expect(parts.map(({ layout }) => layout.stream)).toEqual(['15s', '15s-2']);
    expect(parts.map(({ values }) => values.length)).toEqual([4096, 1904]);
    for (const { layout } of parts) expect(layoutSchema.safeParse(layout).success).toBe(true);
  });

  it('becomes several when its layout would be larger than a message may be', () => {
    const samples = Array.from({ length: 1300 }, (_, i) => disk(`/${String(i).padStart(500, 'x')}`, i));
    const it = stream();
    const parts = it.arrange([...samples, load(7)], 0);
    const sizes = parts.map(({ layout }) => Buffer.byteLength(JSON.stringify(layout)));
    expect(Math.max(...sizes)).toBeLessThan(LIMITS.messageBytes);
    expect(parts.flatMap(({ values }) => values)).toHaveLength(2601);
    expect([parts.length, it.leftOut()]).toEqual([3, 0]);
  });

  it('leaves out of the largest measurement what no layout has room for, and says how much', () => {
    const samples = Array.from({ length: 1300 }, (_, i) => disk(`/${String(i).padStart(500, 'x')}`, i));
    const it = stream(2);
    const parts = it.arrange([...samples, load(7)], 0);
    const values = parts.flatMap((part) => part.values);
    expect([parts.length, values.at(-1)]).toEqual([2, 7]);
    expect(it.leftOut()).toBe(2601 - values.length);
    expect(it.leftOut()).toBeGreaterThan(500);
  });

  it('lets what is new wait for its layout while changes are not to be had, and loses nothing that stays', () => {
    let free = 1;
    const it = stream(8, { take: () => free-- > 0 });
    it.arrange([load(1), disk('/', 2)], 0);
    const [taken] = it.arrange([load(1), disk('/', 2), disk('/a', 3)], 1);
    expect(taken?.values).toEqual([2, 1, 3, 1, 1]);
    const [waits] = it.arrange([load(4), disk('/', 5), disk('/a', 6), disk('/b', 7)], 2);
    expect(waits?.layout).toBe(taken?.layout);
    expect([waits?.values, it.leftOut()]).toEqual([[5, 1, 6, 1, 4], 2]);
    const hour = 3_700_000;
    expect(it.arrange([load(4), disk('/', 5)], hour)[0]?.values).toEqual([5, 1, null, null, 4]);
    free = 1;
    const [after] = it.arrange([load(4), disk('/', 5), disk('/b', 8)], hour + 1);
    expect([after?.values, it.leftOut()]).toEqual([[5, 1, 8, 1, 4], 0]);
  });

  it('two hundred and twelve short-lived mounts in a day cost no other series, and fewer layouts than the collector takes', () => {
    const it = stream(8, createLayoutBudget());
    const ids = new Set<string>();
    const everySeconds = (24 * 3600) / 212;
    for (let second = 0; second < 24 * 3600; second += 15) {
      const shortLived = disk(`/containers/${Math.floor(second / everySeconds)}`, 1);
      const [reading] = it.arrange([load(second), disk('/', 2), shortLived], second * 1000);
      ids.add(reading?.layout.id ?? '');
      expect(reading?.values.at(-1)).toBe(second);
    }
    expect(ids.size).toBeGreaterThan(100);
    expect(ids.size).toBeLessThanOrEqual(LIMITS.layoutsPerDay);
  });
});
