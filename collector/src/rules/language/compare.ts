import type { Compiled } from './frame.ts';

/** Comparisons of two numbers. */
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** A comparison with something not known is not known. */
const unknown = (a: number, b: number) => a !== a || b !== b;

// One closure for each: a shared one that is handed the comparison is called twice as often, and nothing is inlined in it.
const sides: Readonly<Record<Comparison, (left: Compiled, right: Compiled) => Compiled>> = {
  '<': (left, right) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a < b ? 1 : unknown(a, b) ? Number.NaN : 0;
  },
  '<=': (left, right) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a <= b ? 1 : unknown(a, b) ? Number.NaN : 0;
  },
  '>': (left, right) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a > b ? 1 : unknown(a, b) ? Number.NaN : 0;
  },
  '>=': (left, right) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a >= b ? 1 : unknown(a, b) ? Number.NaN : 0;
  },
  '==': (left, right) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a === b ? 1 : unknown(a, b) ? Number.NaN : 0;
  },
  '!=': (left, right) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a === b ? 0 : unknown(a, b) ? Number.NaN : 1;
  },
};

const values: Readonly<Record<Comparison, (position: number, limit: number) => Compiled>> = {
  '<': (position, limit) => (frame) => {
    const value = frame.values[position] as number;
    return value < limit ? 1 : value === value ? 0 : Number.NaN;
  },
  '<=': (position, limit) => (frame) => {
    const value = frame.values[position] as number;
    return value <= limit ? 1 : value === value ? 0 : Number.NaN;
  },
  '>': (position, limit) => (frame) => {
    const value = frame.values[position] as number;
    return value > limit ? 1 : value === value ? 0 : Number.NaN;
  },
  '>=': (position, limit) => (frame) => {
    const value = frame.values[position] as number;
    return value >= limit ? 1 : value === value ? 0 : Number.NaN;
  },
  '==': (position, limit) => (frame) => {
    const value = frame.values[position] as number;
    return value === limit ? 1 : value === value ? 0 : Number.NaN;
  },
  '!=': (position, limit) => (frame) => {
    const value = frame.values[position] as number;
    return value === limit ? 0 : value === value ? 1 : Number.NaN;
  },
};

/** Compares what two sides come to; NaN while one is not known. */
export function compareSides(op: Comparison, left: Compiled, right: Compiled): Compiled {
  return sides[op](left, right);
}

/** Compares a series' newest value with a number, which is known: what most rules ask of every reading. */
export function compareValue(op: Comparison, position: number, limit: number): Compiled {
  return values[op](position, limit);
}

const turned: Readonly<Record<Comparison, Comparison>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

/** The same comparison with its sides exchanged. */
export function turnAround(op: Comparison): Comparison {
  return turned[op];
}

/** True of an operator that compares. */
export function isComparison(op: string): op is Comparison {
  return Object.hasOwn(turned, op);
}
