import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultsOf, withLine } from '../../../../test/harness/pack-with-faults.ts';
import { functions } from '../functions/registry.generated.ts';
import { canHold } from './can-hold.ts';
import { compile } from './compile.ts';
import { parseExpression } from './parse.ts';
import type { SeriesNode } from './syntax.ts';

it.each([
  ['a.b > 5 and a.b < 3', false],
  ['a.b > 5 and a.b < 7', true],
  ['a.b > 5 and a.b <= 5', false],
  ['a.b >= 5 and a.b <= 5', true],
  ['a.b == 5 and a.b != 5', false],
  ['a.b == 1 and a.b == 2', false],
  ['not (a.b > 3) and a.b > 4', false],
  ['not (a.b > 3 or a.b <= 3)', false],
  ['a.b > 5 and (a.b < 3 or a.c > 1)', true],
  ['(a.b < 3 or a.b < 4) and (a.b > 5 or a.b > 6)', false],
  ['a.b * 2 + 1 > 11 and 10 - a.b > 6', false],
  ['a.b / -2 > 3 and a.b > -5', false],
  ['-a.b > 3 and a.b > 0', false],
  ['a.b > a.c and a.c > a.b', false],
  ['a.b > a.c and a.c >= a.b', false],
  ['a.b - 1 > a.c and a.c > a.b', true],
  ['a.b{x="1"} > 5 and a.b{x="2"} < 3', true],
  ['avg(a.b, 5m) > 5 and avg(a.b, 5m) < 3', false],
  ['avg(a.b, 5m) > 5 and avg(a.b, 6m) < 3', true],
  ['avg(a.b, 5m) > 5 and a.b < 3', true],
  ['abs(a.b) < 0', false],
  ['abs(a.b) < 1 and a.b > 0.5', true],
  ['mem.used_percent > 100%', false],
  ['mem.used_percent >= 100%', true],
  ['procstat.cpu_usage > 300%', true],
  ['a.b > 10h and a.b < 600m', false],
  ['a.b > 10h and a.b < 601m', true],
  ['a.b > level and a.b < 5', true],
  ['a.b > level and a.b < 3', false],
  ['a.b * 0 > 3', true],
  ['a.b * 3 >= 0.9 and a.b <= 0.3', true],
])('%s: can it hold? %s', (text, expected) => {
  expect(canHold(parseExpression(text), 4)).toBe(expected);
});

it('never says of a condition that some numbers make true that it cannot hold, nor of one that some make false that it always does', () => {
  const number = fc.integer({ min: -4, max: 4 });
  const term = fc.tuple(fc.constantFrom('a.x', 'a.y', 'a.x - a.y', '2 * a.x', '1 - a.y', 'abs(a.x)'), number);
  const comparison = fc
    .tuple(term, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), fc.boolean())
    .map(([[left, right], op, isTurned]) => (isTurned ? `${right} ${op} ${left}` : `${left} ${op} ${right}`));
  const condition = fc.letrec<{ it: string }>((tie) => ({
    it: fc.oneof(
      { maxDepth: 3 },
      comparison,
      fc
        .tuple(tie('it'), fc.constantFrom('and', 'or'), tie('it'))
        .map(([left, op, right]) => `(${left}) ${op} (${right})`),
      tie('it').map((one) => `not (${one})`),
    ),
  })).it;
  const positions = ['x', 'y'];
  fc.assert(
    fc.property(condition, fc.double({ min: -5, max: 5, noNaN: true }), number, (text, x, y) => {
      const node = parseExpression(text);
      const binder = {
        series: ({ field }: SeriesNode) => ({ position: positions.indexOf(field) }),
        window: () => ({ index: 0 }),
        tensOf: () => 0,
        level: Number.NaN,
        functions,
      };
      const holds = compile(node, binder)({ values: Float64Array.of(x, y), window: () => undefined }) === 1;
      expect(canHold(node, Number.NaN, holds)).toBe(true);
    }),
    { numRuns: 3000, seed: 7 },
  );
});

it.each<[line: number, text: string, fault: RegExp | undefined]>([
  [5, 'when: backup.age > 9h or backup.age <= 10h', /5:27 .*this is always true/],
  [5, 'when: backup.age > 9h and (backup.age < 3h or backup.age < 2h)', /5:27 .*can never be true/],
  [5, 'when: backup.count == 0\n    recover: backup.count < 0', undefined],
  [5, 'when: backup.age > 26h\n    recover: backup.age < 26h', undefined],
  [5, 'when: backup.age > 26h\n    recover: backup.age == 27h', /6:25 .*the alert would never recover/],
  [
    6,
    'levels: { minor: 1h, major: 9h }\n    recover: backup.age < 1h and backup.age > level',
    /level "minor" would never recover/,
  ],
])('a rule whose line %i is "%s"', (line, text, fault) => {
  const pack = withLine(line, `    ${text}`).replace(
    line === 6 ? 'backup.age > 2s' : '\0',
    'backup.age > level',
  );
  const found = faultsOf(pack).join('\n');
  if (fault === undefined) expect(found).toBe('');
  else expect(found).toMatch(fault);
});
