import { functions } from '../functions/registry.generated.ts';
import { knownRange } from '../known-series.ts';
import { type Comparison, turnAround } from './compare.ts';
import { compile } from './compile.ts';
import type { BinaryOperator, Node } from './syntax.ts';
import { seriesOf } from './walk.ts';

/** Between what a number lies, and whether the ends count; `not` are single values that it is not. */
interface Range {
  low: number;
  high: number;
  lowOpen: boolean;
  highOpen: boolean;
  not: readonly number[];
}

/** What must be so at once, by the text of each number. */
type Together = ReadonlyMap<string, Range>;

/** Conditions have a few alternatives; of one with more nothing is said. */
const MOST_ALTERNATIVES = 200;

const opposite: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

/**
 * False of a condition that no numbers can make true, such as `a.b > 5 and a.b < 3` (pure); where that cannot be told it is true. `wanted` false asks whether it
 * can be false. `level` is in its base unit, NaN in a rule without levels.
 */
export function canHold(condition: Node, level: number, wanted = true): boolean {
  return alternativesOf(condition, level, wanted)?.length !== 0;
}

/** The ways in which a condition can be as wanted; undefined when they are too many. */
function alternativesOf(node: Node, level: number, wanted: boolean): Together[] | undefined {
  if (node.kind === 'unary' && node.op === 'not') return alternativesOf(node.operand, level, !wanted);
  if (node.kind !== 'binary') return [new Map()];
  if (node.op !== 'and' && node.op !== 'or') return comparisonOf(node, level, wanted);
  const left = alternativesOf(node.left, level, wanted);
  const right = alternativesOf(node.right, level, wanted);
  if (left === undefined || right === undefined) return undefined;
  const isBoth = (node.op === 'and') === wanted;
  const all = isBoth
    ? left.flatMap((one) => right.flatMap((other) => joined(one, other) ?? []))
    : [...left, ...right];
  return all.length > MOST_ALTERNATIVES ? undefined : all;
}

function joined(one: Together, other: Together): Together | undefined {
  const both = new Map(one);
  for (const [name, range] of other) {
    const meet = met(both.get(name), range);
    if (isEmpty(meet)) return undefined;
    both.set(name, meet);
  }
  return both;
}

function met(a: Range | undefined, b: Range): Range {
  if (a === undefined) return b;
  const [low, high] = [Math.max(a.low, b.low), Math.min(a.high, b.high)];
  return {
    low,
    high,
    lowOpen: (a.low === low && a.lowOpen) || (b.low === low && b.lowOpen),
    highOpen: (a.high === high && a.highOpen) || (b.high === high && b.highOpen),
    not: [...a.not, ...b.not],
  };
}

/** Computing with decimals may be off by a little: only what is apart by more is apart. */
function isEmpty({ low, high, lowOpen, highOpen, not }: Range): boolean {
  if (low === high) return lowOpen || highOpen || not.includes(low);
  return low - high > 1e-12 * Math.max(Math.abs(low), Math.abs(high));
}

function comparisonOf(node: Node & { kind: 'binary' }, level: number, wanted: boolean): Together[] {
  const op = wanted ? (node.op as Comparison) : opposite[node.op as Comparison];
  const simple = simplified(node.left, op, node.right, level);
  if (simple === undefined || Number.isNaN(simple.bound)) return [new Map()];
  const range = met(rangeOf(simple.of), bounded(simple.op, simple.bound));
  return isEmpty(range) ? [] : [new Map([[textOf(simple.of), range]])];
}

/** A comparison as one number against a constant: `2 * a.b + 1 < 5` is `a.b < 2`, `a.b > c.d` is their difference against 0. */
function simplified(
  left: Node,
  op: Comparison,
  right: Node,
  level: number,
): { of: Node; op: Comparison; bound: number } | undefined {
  if (isConstant(right)) return peeled(left, op, valueOf(right, level), level);
  if (isConstant(left)) return peeled(right, turnAround(op), valueOf(left, level), level);
  const [first, second] = textOf(left) <= textOf(right) ? [left, right] : [right, left];
  const difference: Node = { kind: 'binary', at: 0, op: '-', left: first, right: second };
  return { of: difference, op: first === left ? op : turnAround(op), bound: 0 };
}

/** Takes what is added to a number, and by what it is multiplied, over to the other side. */
function peeled(
  node: Node,
  op: Comparison,
  bound: number,
  level: number,
): { of: Node; op: Comparison; bound: number } | undefined {
  if (node.kind === 'unary') return peeled(node.operand, turnAround(op), -bound, level);
  if (node.kind !== 'binary') return { of: node, op, bound };
  const { left, right } = node;
  const [fixed, rest, isFirst] = isConstant(left) ? [left, right, true] : [right, left, false];
  if (!isConstant(fixed)) return { of: node, op, bound };
  const by = valueOf(fixed, level);
  const over = moved(node.op, { bound, by, isFirst });
  if (over === undefined) return undefined;
  return peeled(rest, over.isTurned ? turnAround(op) : op, over.bound, level);
}

/** The bound once a constant has gone over to it; `isFirst` where the constant stands before the operator. Undefined where that cannot be told. */
function moved(
  op: BinaryOperator,
  { bound, by, isFirst }: { bound: number; by: number; isFirst: boolean },
): { bound: number; isTurned: boolean } | undefined {
  switch (op) {
    case '+':
      return { bound: bound - by, isTurned: false };
    case '-':
      return isFirst ? { bound: by - bound, isTurned: true } : { bound: bound + by, isTurned: false };
    case '*':
      return by === 0 ? undefined : { bound: bound / by, isTurned: by < 0 };
    default:
      return isFirst || by === 0 ? undefined : { bound: bound * by, isTurned: by < 0 };
  }
}

const anything: Range = {
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  lowOpen: false,
  highOpen: false,
  not: [],
};

function bounded(op: Comparison, bound: number): Range {
  switch (op) {
    case '<':
    case '<=':
      return { ...anything, high: bound, highOpen: op === '<' };
    case '>':
    case '>=':
      return { ...anything, low: bound, lowOpen: op === '>' };
    case '==':
      return { ...anything, low: bound, high: bound };
    default:
      return { ...anything, not: [bound] };
  }
}

/** Functions whose result lies among the samples they are given. */
const WITHIN: ReadonlySet<string> = new Set(['avg', 'min', 'max']);

/** What a number can be by its name: no disk is fuller than full, no number without its sign is below nothing. */
function rangeOf(node: Node): Range | undefined {
  if (node.kind === 'call') {
    const [first] = node.args;
    if (node.name === 'abs') return { ...anything, low: 0 };
    return first !== undefined && WITHIN.has(node.name) ? rangeOf(first) : undefined;
  }
  const known = node.kind === 'series' ? knownRange(node) : undefined;
  return known === undefined ? undefined : { ...anything, low: known[0], high: known[1] };
}

function isConstant(node: Node): boolean {
  return seriesOf(node).length === 0;
}

/** The same for what is the same, wherever it stands. */
function textOf(node: Node): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'at' ? undefined : value));
}

/** A number that reads no series, in base units. */
export function valueOf(node: Node, level: number): number {
  const nothing = { position: 0, index: 0 };
  const binder = { series: () => nothing, window: () => nothing, tensOf: () => 0, level, functions };
  return compile(node, binder)({ values: new Float64Array(0), window: () => undefined });
}

/** True of two single comparisons of one number that grow true in the same direction: `a.b > 5` and `a.b > 4`. */
export function isSameWay(one: Node, other: Node, level: number): boolean {
  const [a, b] = [directionOf(one, level), directionOf(other, level)];
  return a !== undefined && b !== undefined && a.of === b.of && a.up === b.up;
}

function directionOf(node: Node, level: number): { of: string; up: boolean } | undefined {
  if (node.kind !== 'binary' || !['<', '<=', '>', '>='].includes(node.op)) return undefined;
  const simple = simplified(node.left, node.op as Comparison, node.right, level);
  return simple === undefined ? undefined : { of: textOf(simple.of), up: simple.op.startsWith('>') };
}
