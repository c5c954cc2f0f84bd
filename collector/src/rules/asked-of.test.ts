import { expect, it } from 'vitest';
import fc from 'fast-check';
import { layoutId } from '@watchcase/protocol';
import { createRuleEngine } from './engine.ts';
import { askedOf } from './asked-of.ts';
import { parseExpression } from './language/parse.ts';
import { parsePacks } from './load.ts';

const all = [() => 0, () => 1, () => 0];
const levels = [80, 90, 95].map((value) => ({ severity: 'minor' as const, value }));

it.each([
  ['a.b > level', 1],
  ['level < a.b', 1],
  ['a.b >= level and a.c > 0', 1],
  ['a.b < level', 3],
  ['a.b == level', 3],
  ['not (a.b < level)', 3],
  ['a.b > level * 2', 3],
  ['a.b > level or a.c < level', 3],
  ['avg(a.b, 5m) > level or a.c > level', 1],
])('%s with rising levels is asked %i conditions', (text, count) => {
  const when = parseExpression(text);
  expect(askedOf({ when, levels }, all)).toHaveLength(count);
});

it('falling levels are asked once of what falls', () => {
  const falling = { when: parseExpression('a.b < level'), levels: levels.toReversed() };
  expect(askedOf(falling, all)).toHaveLength(1);
});

const content = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [
    {
      measurement: 'a',
      tags: {},
      fields: [
        ['b', 'none'],
        ['c', 'none'],
      ] as [string, 'none'][],
    },
  ],
};
const layout = { id: layoutId(content), ...content };

it('whatever form a comparison has, a level holds exactly when its condition says so', () => {
  const values = fc.constantFrom(null, 0, 1, 2, 3, 4);
  const limits = fc.constantFrom(1, 2, 3);
  const operators = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
  const story = fc.record({ op: operators, limit: limits, b: values, c: values, turned: fc.boolean() });
  const holds = (op: string, x: number, y: number) =>
    ({ '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y, '==': x === y, '!=': x !== y })[op];
  fc.assert(
    fc.property(story, fc.boolean(), ({ op, limit, b, c, turned }, plain) => {
      // With `+ 0` it is no series alone: the general form.
      const [left, right] = turned
        ? [String(limit), plain ? 'a.b' : 'a.b + 0']
        : [plain ? 'a.b' : 'a.b + 0', String(limit)];
      const rule = `{ id: r, title: t, when: "${left} ${op} ${right} and a.c > 1", severity: minor, category: software }`;
      const { packs, faults } = parsePacks([{ file: 'p.yaml', text: `pack: p\nrules:\n  - ${rule}` }]);
      expect(faults).toEqual([]);
      const more = { hostId: 'x.y', hostName: 'y', epoch: 1, seq: 1, time: 1, arrivedAt: 1, late: false };
      const verdicts = createRuleEngine(packs).evaluate({ ...more, layout, values: [b, c] }, new Set());
      const isBad =
        b !== null &&
        c !== null &&
        c > 1 &&
        holds(op, ...((turned ? [limit, b] : [b, limit]) as [number, number]));
      expect(verdicts.length).toBe(isBad === true ? 1 : 0);
    }),
    { seed: 7, numRuns: 500 },
  );
});
