import { functions } from '../functions/registry.generated.ts';
import { compile } from './compile.ts';
import { ExpressionError, type Node } from './syntax.ts';
import { nodesOf, seriesOf } from './walk.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=']);

/** A comparison of what no host reports is always the same, and what is divided by nothing is no number. Throws ExpressionError. */
export function checkReads(condition: Node): void {
  for (const node of nodesOf(condition)) {
    if (node.kind !== 'binary') continue;
    if (COMPARISONS.has(node.op) && seriesOf(node).length === 0)
      throw new ExpressionError(
        node.at,
        'this is the same always: it reads no series',
        'compare measurement.field with something',
      );
    const isConstant = ![...nodesOf(node)].some((one) => one.kind === 'series' || one.kind === 'level');
    if (isConstant && !COMPARISONS.has(node.op) && !Number.isFinite(valueOf(node)))
      throw new ExpressionError(
        node.at,
        'this is no number, so that the condition is never known',
        'divide by another number',
      );
  }
}

function valueOf(node: Node): number {
  const nothing = { position: 0, index: 0 };
  const binder = {
    series: () => nothing,
    window: () => nothing,
    tensOf: () => 0,
    level: Number.NaN,
    functions,
  };
  return compile(node, binder)({ values: new Float64Array(0), window: () => undefined });
}

/** With `>` a worse level is a higher one. Throws ExpressionError when the levels go the other way; what cannot be told is let pass. */
export function checkDirection(when: Node, levels: readonly { value: number }[]): void {
  const [first, last] = [levels[0]?.value ?? 0, levels.at(-1)?.value ?? 0];
  const wanted = strictness(when);
  if (levels.length < 2 || wanted === 0 || Math.sign(last - first) === wanted) return;
  const way = wanted > 0 ? 'rise' : 'fall';
  throw new ExpressionError(
    when.at,
    `the worst level would hold before the mildest: with this comparison levels ${way} from the mildest severity to the worst`,
    'swap the levels, or turn the comparison',
  );
}

/** 1 when a condition is harder to meet the higher `level` is, -1 when it is easier, 0 when that cannot be told. */
function strictness(node: Node): number {
  if (node.kind === 'unary') return node.op === 'not' ? -strictness(node.operand) : 0;
  if (node.kind !== 'binary') return 0;
  if (node.op === 'and' || node.op === 'or') {
    const sides = [strictness(node.left), strictness(node.right)].filter((one) => one !== 0);
    return sides.every((one) => one === sides[0]) ? (sides[0] ?? 0) : 0;
  }
  const growth = slope(node.left) - slope(node.right);
  if (Number.isNaN(growth)) return 0;
  if (node.op === '>' || node.op === '>=') return -Math.sign(growth) || 0;
  return node.op === '<' || node.op === '<=' ? Math.sign(growth) : 0;
}

/** How a number follows `level`: 1 up, -1 down, 0 not at all, NaN when that cannot be told. */
function slope(node: Node): number {
  if (node.kind === 'level') return 1;
  if (![...nodesOf(node)].some((one) => one.kind === 'level')) return 0;
  if (node.kind === 'unary') return -slope(node.operand);
  if (node.kind !== 'binary') return Number.NaN;
  const { op, left, right } = node;
  if (op === '+') return Math.sign(slope(left) + slope(right));
  if (op === '-') return Math.sign(slope(left) - slope(right));
  if ((op === '*' || op === '/') && right.kind === 'number') return slope(left);
  return op === '*' && left.kind === 'number' ? slope(right) : Number.NaN;
}
