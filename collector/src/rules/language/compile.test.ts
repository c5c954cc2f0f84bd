import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowSamples } from '../function.ts';
import { functions } from '../functions/registry.generated.ts';
import { type Binder, compile, literal } from './compile.ts';
import { measureOfSuffix } from './dimensions.ts';
import { parseExpression } from './parse.ts';
import type { BinaryOperator, Node } from './syntax.ts';

const FIELDS = ['a', 'b', 'c', 'd'];

interface World {
  /** Units of the fields, as powers of ten. */
  tens: readonly number[];
  values: number[];
  windows: (WindowSamples | undefined)[];
  level: number;
}

const binder = ({ level, tens }: World): Binder => {
  const place = (node: { field: string }) => FIELDS.indexOf(node.field);
  return {
    series: (node) => ({ position: place(node) }),
    window: (node) => ({ index: place(node) }),
    tensOf: (node) => tens[place(node)] as number,
    level,
    functions,
  };
};

function run(node: Node, world: World): number {
  const frame = { values: Float64Array.from(world.values), window: (index: number) => world.windows[index] };
  return compile(node, binder(world))(frame);
}

/** The language once more, as plainly as it can be said: undefined = not known. */
function reference(node: Node, world: World): number | boolean | undefined {
  switch (node.kind) {
    case 'number':
      return node.value * (measureOfSuffix(node.suffix)?.times ?? 1);
    case 'level':
      return world.level;
    case 'series': {
      const i = FIELDS.indexOf(node.field);
      return known((world.values[i] as number) * 10 ** (world.tens[i] as number));
    }
    case 'call':
      return referenceCall(node, world);
    case 'unary': {
      const operand = reference(node.operand, world);
      if (operand === undefined) return undefined;
      return node.op === 'not' ? !operand : -(operand as number);
    }
    default:
      return referenceBinary(node.op, reference(node.left, world), reference(node.right, world));
  }
}

function referenceCall(node: Node & { kind: 'call' }, world: World): number | undefined {
  const [first] = node.args as [Node];
  if (node.name === 'abs') {
    const value = reference(first, world) as number | undefined;
    return value === undefined ? undefined : Math.abs(value);
  }
  const i = FIELDS.indexOf((first as Node & { kind: 'series' }).field);
  const samples = world.windows[i];
  if (samples === undefined) return undefined;
  const [values, times] = [samples.values, samples.times].map((all) => all.slice(samples.from)) as [
    number[],
    number[],
  ];
  const factor = 10 ** (world.tens[i] as number);
  if (node.name === 'min') return known(([...values].sort((a, b) => a - b)[0] as number) * factor);
  if (node.name === 'max') return known(([...values].sort((a, b) => b - a)[0] as number) * factor);
  if (node.name === 'avg') {
    let sum = 0;
    for (const value of values) sum += value;
    return known((sum / values.length) * factor);
  }
  const rises = values
    .slice(1)
    .map((value, j) => [value - (values[j] as number), (times[j + 1] as number) - (times[j] as number)]);
  const real = rises.filter(([step = 0]) => step >= 0);
  const growth = real.reduce((sum, [step = 0]) => sum + step, 0);
  const seconds = real.reduce((sum, [, ms = 0]) => sum + ms, 0) / 1000;
  return seconds === 0 ? undefined : known((growth / seconds) * factor);
}

function referenceBinary(
  op: BinaryOperator,
  a: number | boolean | undefined,
  b: number | boolean | undefined,
): number | boolean | undefined {
  if (op === 'and')
    return a === false || b === false ? false : a === undefined || b === undefined ? undefined : true;
  if (op === 'or')
    return a === true || b === true ? true : a === undefined || b === undefined ? undefined : false;
  if (a === undefined || b === undefined) return undefined;
  const [x, y] = [a as number, b as number];
  const results: Record<string, () => number | boolean | undefined> = {
    '+': () => known(x + y),
    '-': () => known(x - y),
    '*': () => known(x * y),
    '/': () => known(x / y),
    '<': () => x < y,
    '<=': () => x <= y,
    '>': () => x > y,
    '>=': () => x >= y,
    '==': () => x === y,
    '!=': () => x !== y,
  };
  return results[op]?.();
}

function known(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

const series = fc.constantFrom(...FIELDS).map((field) => `x.${field}`);
const leaf = fc.oneof(
  series,
  fc.constantFrom('0', '1', '2.5', '3s', '2m', '4%', 'level', '1e300'),
  fc.tuple(fc.constantFrom('avg', 'min', 'max', 'rate'), series).map(([name, one]) => `${name}(${one}, 5m)`),
  fc.constantFrom('rate(x.a)'),
);
const { number, truth } = fc.letrec<{ number: string; truth: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('number').map((one) => `abs(${one})`),
    tie('number').map((one) => `(-${one})`),
  ),
  truth: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
      .map(([a, op, b]) => `${a} ${op} ${b}`),
    fc
      .tuple(tie('truth'), fc.constantFrom('and', 'or'), tie('truth'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('truth').map((one) => `not (${one})`),
  ),
}));

const value = fc.oneof(
  fc.constant(Number.NaN),
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const samples = fc.option(
  fc.tuple(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 6 }), fc.nat()).map(
    ([values, before]): WindowSamples => ({
      values,
      times: values.map((_, i) => i * 15_000),
      from: before % values.length,
    }),
  ),
  { nil: undefined },
);
const world = fc.record({
  values: fc.tuple(value, value, value, value),
  windows: fc.tuple(samples, samples, samples, samples),
  level: fc.integer({ min: -5, max: 5 }),
  tens: fc.constant([0, 0, 0, 0]),
});
/** Whole numbers in several units: no value is so large that it overflows in one unit and not in another. */
const measured = fc.record({
  values: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 4, maxLength: 4 }),
  windows: fc.tuple(samples, samples, samples, samples),
  level: fc.integer({ min: -5, max: 5 }),
  tens: fc.constant([0, -3, 0, -9]),
});

describe('compile', () => {
  it('computes what the plain reading of the expression gives, unknowns included', () => {
    fc.assert(
      fc.property(truth, world, (text, at) => {
        if (text.length > 2000) return;
        const node = parseExpression(text);
        const found = run(node, at);
        expect(Number.isNaN(found) ? undefined : found === 1).toBe(reference(node, at));
      }),
      { numRuns: 3000 },
    );
  });

  it('computes numbers alike', () => {
    fc.assert(
      fc.property(number, fc.oneof(world, measured), (text, at) => {
        if (text.length > 2000 || (at.tens[1] !== 0 && text.includes('1e300'))) return;
        const node = parseExpression(text);
        const found = run(node, at);
        const expected = reference(node, at);
        if (expected === undefined) expect(found).toBeNaN();
        else
          expect(Math.abs(found - (expected as number))).toBeLessThanOrEqual(
            1e-6 * Math.max(1, Math.abs(found)),
          );
      }),
      { numRuns: 1000 },
    );
  });

  const seconds: [string, number][] = [
    ['90s', 90],
    ['5m', 300],
    ['1.5h', 5400],
    ['1d', 86_400],
    ['2w', 1_209_600],
    ['500ms', 0.5],
    ['1 KiB', 1024],
    ['1 MB', 1e6],
    ['2 TiB', 2 * 2 ** 40],
    ['7 MiB/s', 7 * 2 ** 20],
    ['80%', 80],
  ];
  it.each(seconds)('%s is %d', (text, expected) => {
    expect(literal(parseExpression(text) as Node & { kind: 'number' })).toBe(expected);
  });
});
