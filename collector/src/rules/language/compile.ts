import type { RuleFunction, ScalarFunction, WindowFunction } from '../function.ts';
import { measureOfSuffix, scaled } from './dimensions.ts';
import type { Compiled, Frame } from './frame.ts';
import { type Comparison, compareSides, compareValue, isComparison, turnAround } from './compare.ts';
import { unitOf } from './unit-of.ts';
import type { Node, SeriesNode } from './syntax.ts';
import { seriesOf } from './walk.ts';

/** Ties names to positions while compiling; throws when a series is not there. */
export interface Binder {
  series(node: SeriesNode): { position: number };
  /** Index of the window over this series; `lengthMs` null = the last two samples. */
  window(node: SeriesNode, lengthMs: number | null): { index: number };
  /** The unit a series comes in: 10^this of the base unit. */
  tensOf(node: SeriesNode): number;
  /** The value of `level`, in its base unit. */
  level: number;
  functions: Readonly<Record<string, RuleFunction>>;
}

/**
 * Turns a checked expression into a closure over positions: no names are looked up when it runs. Its numbers are in 10^`tens` of the base unit: both
 * sides of a comparison are computed in the unit their series come in, so that what is equal stays equal.
 */
export function compile(node: Node, binder: Binder, tens = 0): Compiled {
  switch (node.kind) {
    case 'number':
      return constant(scaled(literal(node), 1, -tens));
    case 'level':
      return constant(scaled(binder.level, 1, -tens));
    case 'series': {
      const { position } = binder.series(node);
      const by = binder.tensOf(node) - tens;
      return by === 0
        ? (frame) => frame.values[position] as number
        : (frame) => finite(scaled(frame.values[position] as number, 1, by));
    }
    case 'call':
      return compileCall(node, binder, tens);
    case 'unary': {
      const operand = compile(node.operand, binder, tens);
      return node.op === '-' ? (frame) => -operand(frame) : (frame) => 1 - operand(frame);
    }
    default:
      return compileBinary(node, binder, tens);
  }
}

function compileBinary(node: Node & { kind: 'binary' }, binder: Binder, tens: number): Compiled {
  const { op, left, right } = node;
  if (isComparison(op)) return compileComparison(op, node, binder);
  const join = operators[op];
  if (op === 'and' || op === 'or') return join(compile(left, binder), compile(right, binder));
  if (op === '+' || op === '-') return join(compile(left, binder, tens), compile(right, binder, tens));
  // Another unit than the base one is asked for only where one side is a plain number.
  const plain = left.kind === 'number' && op === '*';
  return join(compile(left, binder, plain ? 0 : tens), compile(right, binder, plain ? tens : 0));
}

function compileComparison(op: Comparison, node: Node & { kind: 'binary' }, binder: Binder): Compiled {
  const { left, right } = node;
  const common = unitOf(node, (series) => binder.tensOf(series)) ?? 0;
  const [a, b] = [left, right].map((side) => compile(side, binder, common)) as [Compiled, Compiled];
  if (isAsItCame(left, binder, common) && isKnown(right, b))
    return compareValue(op, binder.series(left).position, b(NOTHING));
  if (isAsItCame(right, binder, common) && isKnown(left, a))
    return compareValue(turnAround(op), binder.series(right).position, a(NOTHING));
  return compareSides(op, a, b);
}

const NOTHING: Frame = { values: new Float64Array(0), window: () => undefined };

/** A series alone, in the unit it comes in. */
function isAsItCame(side: Node, binder: Binder, tens: number): side is SeriesNode {
  return side.kind === 'series' && binder.tensOf(side) === tens;
}

/** A number that no reading changes. */
function isKnown(side: Node, compiled: Compiled): boolean {
  return seriesOf(side).length === 0 && Number.isFinite(compiled(NOTHING));
}

/** A literal's value in base units. */
export function literal(node: Node & { kind: 'number' }): number {
  const measure = measureOfSuffix(node.suffix);
  return measure === undefined ? node.value : scaled(node.value, measure.times, measure.tens);
}

/** A time literal in milliseconds. */
export function milliseconds(node: Node & { kind: 'number' }): number {
  return scaled(literal(node), 1, 3);
}

function constant(value: number): Compiled {
  return () => value;
}

type Join = (left: Compiled, right: Compiled) => Compiled;

const operators: Readonly<Record<Exclude<(Node & { kind: 'binary' })['op'], Comparison>, Join>> = {
  '+': (left, right) => (frame) => finite(left(frame) + right(frame)),
  '-': (left, right) => (frame) => finite(left(frame) - right(frame)),
  '*': (left, right) => (frame) => finite(left(frame) * right(frame)),
  '/': (left, right) => (frame) => finite(left(frame) / right(frame)),
  // Three-valued: one false side decides "and", one true side decides "or", whatever the other is.
  and: (left, right) => (frame) => {
    const a = left(frame);
    if (a === 0) return 0;
    const b = right(frame);
    return b === 0 ? 0 : a + b === 2 ? 1 : Number.NaN;
  },
  or: (left, right) => (frame) => {
    const a = left(frame);
    if (a === 1) return 1;
    const b = right(frame);
    return b === 1 ? 1 : a + b === 0 ? 0 : Number.NaN;
  },
};

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

function compileCall(node: Node & { kind: 'call' }, binder: Binder, tens: number): Compiled {
  const called = binder.functions[node.name] as RuleFunction;
  return called.parameters === 'window'
    ? compileWindow(node, called, { binder, tens })
    : compileScalar(node, called, { binder, tens });
}

interface Target {
  binder: Binder;
  tens: number;
}

function compileWindow(node: Node & { kind: 'call' }, called: WindowFunction, target: Target): Compiled {
  const [series, length] = node.args as [SeriesNode, (Node & { kind: 'number' }) | undefined];
  const { index } = target.binder.window(series, length === undefined ? null : milliseconds(length));
  const by = target.binder.tensOf(series) - target.tens;
  return (frame) => {
    const samples = frame.window(index);
    return samples === undefined ? Number.NaN : finite(scaled(called.apply(samples), 1, by));
  };
}

function compileScalar(node: Node & { kind: 'call' }, called: ScalarFunction, target: Target): Compiled {
  const args = node.args.map((argument) => compile(argument, target.binder, target.tens));
  return (frame) => finite(called.apply(...args.map((argument) => argument(frame))));
}
