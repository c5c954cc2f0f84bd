import { nearestWord } from '@watchcase/runtime';
import type { RuleFunction } from '../function.ts';
import { type Dimension, measureOfSuffix, perSecond, product, quotient } from './dimensions.ts';
import { ExpressionError, type Node, type SeriesNode } from './syntax.ts';

/** What the checker must be told. */
export interface CheckContext {
  /** What a series measures; `any` while no host has named it. */
  dimensionOf(series: SeriesNode): Dimension;
  /** What `level` measures; undefined in a rule without levels. */
  level: Dimension | undefined;
  functions: Readonly<Record<string, RuleFunction>>;
}

/** The dimension of an expression. Throws ExpressionError where units do not fit or a name is unknown. */
export function check(node: Node, context: CheckContext): Dimension {
  switch (node.kind) {
    case 'number': {
      const measure = measureOfSuffix(node.suffix);
      if (measure === undefined) throw new ExpressionError(node.at, `"${node.suffix}" is not a unit`);
      return measure.dimension;
    }
    case 'level':
      if (context.level === undefined)
        throw new ExpressionError(node.at, '"level" needs a "levels" list in the rule');
      return context.level;
    case 'series':
      return context.dimensionOf(node);
    case 'call':
      return checkCall(node, context);
    case 'unary':
      return checkUnary(node, context);
    default:
      return checkBinary(node, context);
  }
}

/** Checks that an expression is a condition. */
export function checkCondition(node: Node, context: CheckContext): void {
  const dimension = check(node, context);
  if (dimension !== 'truth')
    throw new ExpressionError(
      node.at,
      `a condition was expected, this is ${named(dimension)}`,
      'compare it with something',
    );
}

function checkUnary(node: Node & { kind: 'unary' }, context: CheckContext): Dimension {
  const dimension = check(node.operand, context);
  if ((node.op === 'not') !== (dimension === 'truth')) {
    throw new ExpressionError(node.at, `"${node.op}" cannot be applied to ${named(dimension)}`);
  }
  return dimension;
}

function checkBinary(node: Node & { kind: 'binary' }, context: CheckContext): Dimension {
  const left = check(node.left, context);
  const right = check(node.right, context);
  if (node.op === 'and' || node.op === 'or') {
    for (const [side, dimension] of [
      [node.left, left],
      [node.right, right],
    ] as const) {
      if (dimension !== 'truth')
        throw new ExpressionError(side.at, `"${node.op}" joins conditions, this is ${named(dimension)}`);
    }
    return 'truth';
  }
  if (left === 'truth' || right === 'truth')
    throw new ExpressionError(node.at, `"${node.op}" cannot be applied to a condition`);
  const result = arithmetic(node.op, left, right);
  if (result === undefined) throw mismatch(node, left, right);
  return result;
}

function arithmetic(op: string, left: Dimension, right: Dimension): Dimension | undefined {
  if (op === '*') return product(left, right);
  if (op === '/') return quotient(left, right);
  const same = left === right || left === 'any' || right === 'any';
  if (!same) return undefined;
  if (op === '+' || op === '-') return left === 'any' ? right : left;
  return 'truth';
}

/** Where one side is a bare number, it lacks the other side's unit. */
function mismatch(node: Node & { kind: 'binary' }, left: Dimension, right: Dimension): ExpressionError {
  const bare = (side: Node) => (side.kind === 'number' && side.suffix === '' ? side : undefined);
  const [number, unit] = bare(node.right) === undefined ? [bare(node.left), right] : [bare(node.right), left];
  return new ExpressionError(
    (number ?? node.right).at,
    `"${node.op}" cannot join ${named(left)} and ${named(right)}`,
    number === undefined ? perSecondAdvice(node, left, right) : `write ${number.value}${exampleSuffix(unit)}`,
  );
}

/** A rate that is compared with an amount. */
function perSecondAdvice(
  { left, right }: Node & { kind: 'binary' },
  leftIs: Dimension,
  rightIs: Dimension,
): string | undefined {
  const [number, is, other] = right.kind === 'number' ? [right, rightIs, leftIs] : [left, leftIs, rightIs];
  return number.kind === 'number' && perSecond(is) === other
    ? `write ${number.value}${number.suffix}/s`
    : undefined;
}

function checkCall(node: Node & { kind: 'call' }, context: CheckContext): Dimension {
  const called = Object.hasOwn(context.functions, node.name) ? context.functions[node.name] : undefined;
  if (called === undefined) {
    throw new ExpressionError(
      node.at,
      `"${node.name}" is not a function`,
      functionAdvice(node.name, Object.keys(context.functions)),
    );
  }
  if (called.parameters === 'window') return checkWindow(node, called.lengthOptional, called.result, context);
  if (node.args.length !== called.parameters.count) {
    throw new ExpressionError(
      node.at,
      `${node.name} takes ${called.parameters.count} arguments, ${node.args.length} were given`,
    );
  }
  const dimensions = node.args.map((argument) => check(argument, context));
  const first = dimensions.find((dimension) => dimension !== 'any');
  const odd = dimensions.findIndex((one) => one === 'truth' || (one !== 'any' && one !== first));
  if (odd >= 0)
    throw new ExpressionError(node.args[odd]?.at ?? node.at, `${node.name} takes numbers of one unit`);
  return first ?? dimensions[0] ?? 'plain';
}

function functionAdvice(name: string, known: readonly string[]): string {
  const meant = known.find((one) => name === `${one}_over_time`) ?? nearestWord(name, known);
  return meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
}

function checkWindow(
  node: Node & { kind: 'call' },
  lengthOptional: boolean,
  result: string,
  context: CheckContext,
): Dimension {
  const [series, length] = node.args;
  if (series?.kind !== 'series')
    throw new ExpressionError(
      series?.at ?? node.at,
      `${node.name} takes a series first, ${node.name}(cpu.usage_idle, 5m) for example`,
    );
  if (length === undefined && !lengthOptional)
    throw new ExpressionError(node.at, `${node.name} needs a length, ${node.name}(series, 5m) for example`);
  const isDuration =
    length === undefined ||
    (length.kind === 'number' && measureOfSuffix(length.suffix)?.dimension === 'time' && length.value > 0);
  if (!isDuration) throw new ExpressionError(length.at, 'the length of a window is a time such as 5m');
  if (node.args.length > 2)
    throw new ExpressionError(node.args[2]?.at ?? node.at, `${node.name} takes a series and a length only`);
  const dimension = check(series, context);
  if (result === 'plain') return 'plain';
  if (result === 'same') return dimension;
  const rate = perSecond(dimension);
  if (rate === undefined)
    throw new ExpressionError(series.at, `${named(dimension)} per second means nothing`);
  return rate;
}

const examples: Partial<Record<Dimension, string>> = {
  percent: '%',
  time: 's',
  bytes: ' GiB',
  celsius: ' C',
  volts: ' V',
  rpm: ' rpm',
  'bytes/s': ' MiB/s',
  'plain/s': '/s',
  'percent/s': '%/s',
};

function exampleSuffix(dimension: Dimension): string {
  return examples[dimension] ?? '';
}

const names: Readonly<Record<Dimension, string>> = {
  plain: 'a plain number',
  percent: 'a percentage',
  bytes: 'a size in bytes',
  time: 'a time',
  celsius: 'a temperature',
  volts: 'a voltage',
  rpm: 'a fan speed',
  'bytes/s': 'bytes per second',
  'plain/s': 'growth per second',
  'percent/s': 'a percentage per second',
  truth: 'a condition',
  any: 'a value',
};

function named(dimension: Dimension): string {
  return names[dimension];
}
