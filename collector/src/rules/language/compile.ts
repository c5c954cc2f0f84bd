import type { RuleFunction, ScalarFunction, WindowFunction, WindowSamples } from '../function.ts';
import { measureOfSuffix } from './dimensions.ts';
import type { Node, SeriesNode } from './syntax.ts';

/** What a compiled expression reads: all values of a host by position, and the windows some rule needs. */
export interface Frame {
  /** Newest values in the units they came in; NaN = none. */
  values: Float64Array;
  /** Recent samples of window `index`; undefined while they do not cover enough of its length. */
  window(index: number): WindowSamples | undefined;
}

/** Numbers are in base units; conditions are 1 or 0; NaN = not known. */
export type Compiled = (frame: Frame) => number;

/** Ties names to positions while compiling; throws when a series is not there. */
export interface Binder {
  series(node: SeriesNode): { position: number; factor: number };
  /** Index of the window over this series; `lengthMs` null = the last two samples. */
  window(node: SeriesNode, lengthMs: number | null): { index: number; factor: number };
  /** The value of `level`, in its base unit. */
  level: number;
  functions: Readonly<Record<string, RuleFunction>>;
}

/** Turns a checked expression into a closure over positions: no names are looked up when it runs. */
export function compile(node: Node, binder: Binder): Compiled {
  switch (node.kind) {
    case 'number':
      return constant(literal(node));
    case 'level':
      return constant(binder.level);
    case 'series': {
      const { position, factor } = binder.series(node);
      return factor === 1
        ? (frame) => frame.values[position] as number
        : (frame) => finite((frame.values[position] as number) * factor);
    }
    case 'call':
      return compileCall(node, binder);
    case 'unary': {
      const operand = compile(node.operand, binder);
      return node.op === '-' ? (frame) => -operand(frame) : (frame) => 1 - operand(frame);
    }
    default:
      return operators[node.op](compile(node.left, binder), compile(node.right, binder));
  }
}

/** A literal's value in base units. */
export function literal(node: Node & { kind: 'number' }): number {
  return node.value * (measureOfSuffix(node.suffix)?.factor ?? 1);
}

function constant(value: number): Compiled {
  return () => value;
}

type Join = (left: Compiled, right: Compiled) => Compiled;

/** A comparison of something not known is not known. */
function comparison(holds: (a: number, b: number) => boolean): Join {
  return (left, right) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (a !== a || b !== b) return Number.NaN;
    return holds(a, b) ? 1 : 0;
  };
}

const operators: Readonly<Record<(Node & { kind: 'binary' })['op'], Join>> = {
  '<': comparison((a, b) => a < b),
  '<=': comparison((a, b) => a <= b),
  '>': comparison((a, b) => a > b),
  '>=': comparison((a, b) => a >= b),
  '==': comparison((a, b) => a === b),
  '!=': comparison((a, b) => a !== b),
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

function compileCall(node: Node & { kind: 'call' }, binder: Binder): Compiled {
  const called = binder.functions[node.name] as RuleFunction;
  return called.parameters === 'window'
    ? compileWindow(node, called, binder)
    : compileScalar(node, called, binder);
}

function compileWindow(node: Node & { kind: 'call' }, called: WindowFunction, binder: Binder): Compiled {
  const [series, length] = node.args as [SeriesNode, (Node & { kind: 'number' }) | undefined];
  const lengthMs = length === undefined ? null : literal(length) * 1000;
  const { index, factor } = binder.window(series, lengthMs);
  return (frame) => {
    const samples = frame.window(index);
    return samples === undefined ? Number.NaN : finite(called.apply(samples) * factor);
  };
}

function compileScalar(node: Node & { kind: 'call' }, called: ScalarFunction, binder: Binder): Compiled {
  const args = node.args.map((argument) => compile(argument, binder));
  return (frame) => finite(called.apply(...args.map((argument) => argument(frame))));
}
