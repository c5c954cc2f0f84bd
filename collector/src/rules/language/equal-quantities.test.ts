import { layoutId, type Unit } from '@watchcase/protocol';
import { describe, expect, it } from 'vitest';
import { createRuleEngine } from '../engine.ts';
import { parsePacks } from '../load.ts';
import { literal } from './compile.ts';
import { parseExpression } from './parse.ts';
import type { Node } from './syntax.ts';

/** Tells which of the conditions hold for a value of `app.v` in its unit, and of `app.w` in seconds. */
function judge(conditions: readonly string[], unit: Unit): (v: number, w?: number) => boolean[] {
  const rules = conditions.map(
    (when, i) => `  - { id: r${i}, title: x, when: '${when}', severity: minor, category: software }`,
  );
  const parsed = parsePacks([{ file: 'p.yaml', text: `pack: p\nrules:\n${rules.join('\n')}` }]);
  expect(parsed.faults).toEqual([]);
  const fields: [string, Unit][] = [
    ['v', unit],
    ['w', 'seconds'],
  ];
  const content = { stream: 's', intervalMs: 15_000, groups: [{ measurement: 'app', tags: {}, fields }] };
  const layout = { id: layoutId(content), ...content };
  const engine = createRuleEngine(parsed.packs);
  const observation = {
    hostId: 'a.b',
    hostName: 'b',
    epoch: 1,
    seq: 1,
    layout,
    late: false,
    time: 0,
    arrivedAt: 0,
  };
  return (v, w = 0) => {
    const held = new Set(
      engine.evaluate({ ...observation, values: [v, w] }, new Set()).map((one) => one.rule.id),
    );
    return conditions.map((_, i) => held.has(`p/r${i}`));
  };
}

const limits = (text: string) => [`app.v > ${text}`, `app.v < ${text}`, `app.v == ${text}`];

describe('equal quantities are equal', () => {
  it('for each of 10 000 whole milliseconds, written as seconds', () => {
    for (let from = 0; from < 10_000; from += 20) {
      const whole = Array.from({ length: 20 }, (_, i) => from + i);
      const holds = judge(
        whole.flatMap((ms) => limits(`${ms / 1000}s`)),
        'milliseconds',
      );
      for (const v of whole) expect(holds(v)).toEqual(whole.flatMap((ms) => [v > ms, v < ms, v === ms]));
    }
  });

  const pairs: [string, number, Unit][] = [
    ['1.009s', 1009, 'milliseconds'],
    ['0.0007s', 0.7, 'milliseconds'],
    ['1.1h', 3_960_000, 'milliseconds'],
    ['1.1h', 3960, 'seconds'],
    ['0.1m', 6000, 'milliseconds'],
    ['1009ms', 1.009, 'seconds'],
    ['0.3ms', 300_000, 'nanoseconds'],
    ['0.000001009s', 1009, 'nanoseconds'],
    ['1.1 KB', 1100, 'bytes'],
    ['4.35 MB', 4_350_000, 'bytes'],
    ['0.07 KB/s', 70, 'bytes/s'],
    ['-1.009s', -1009, 'milliseconds'],
  ];
  it.each(pairs)('%s and %d %s', (text, value, unit) => {
    expect(judge(limits(text), unit)(value)).toEqual([false, false, true]);
  });

  it('of two series in different units, and through arithmetic', () => {
    const joined = judge(['app.v == app.w', 'app.v > app.w', 'app.w > app.v'], 'milliseconds');
    for (let ms = 0; ms < 10_000; ms++) expect(joined(ms, ms / 1000)).toEqual([true, false, false]);
    const computed = judge(['app.v * 2 == 2.018s', 'abs(-app.v) == 1.009s'], 'milliseconds');
    expect(computed(1009)).toEqual([true, true]);
  });

  it('and a length is as long as it says', () => {
    const lengths = ['1.009s', '1.1m', '0.29h'].map((text) =>
      literal(parseExpression(text) as Node & { kind: 'number' }),
    );
    expect(lengths).toEqual([1.009, 66, 1044]);
  });
});
