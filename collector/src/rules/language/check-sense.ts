import type { Level } from '../rule.ts';
import { canHold, isSameWay, valueOf } from './can-hold.ts';
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
    if (isConstant && !COMPARISONS.has(node.op) && !Number.isFinite(valueOf(node, Number.NaN)))
      throw new ExpressionError(
        node.at,
        'this is no number, so that the condition is never known',
        'divide by another number',
      );
  }
}

/** What a rule's condition must not be, for one of its levels: never true, or always. Throws ExpressionError at the part that is. */
export function checkCanChange(when: Node, { severity, value }: Level): void {
  const level = Number.isNaN(value) ? '' : `level "${severity}" `;
  if (!canHold(when, value)) {
    const part = [...nodesOf(when)].findLast((node) => isCondition(node) && !canHold(node, value)) ?? when;
    throw new ExpressionError(
      part.at,
      `${level === '' ? 'this' : `${level}is never reached: this`} can never be true, whatever is reported`,
      'look at its limits, and whether "or" is meant where it says "and"',
    );
  }
  if (canHold(when, value, false)) return;
  throw new ExpressionError(
    when.at,
    `${level === '' ? 'this' : `${level}never ends: this`} is always true, whatever is reported`,
    'look at its limits, and whether "and" is meant where it says "or"',
  );
}

/** An alert must be able to recover: `recover` true while `when` is false. Throws ExpressionError. */
export function checkCanRecover(when: Node, recover: Node, { severity, value }: Level): void {
  if (isSameWay(when, recover, value))
    throw new ExpressionError(
      recover.at,
      'the alert would recover while things get worse, and not when they are well: this goes the same way as "when"',
      'turn its comparison',
    );
  const well: Node = { kind: 'unary', at: when.at, op: 'not', operand: when };
  if (canHold({ kind: 'binary', at: recover.at, op: 'and', left: well, right: recover }, value)) return;
  throw new ExpressionError(
    recover.at,
    `${Number.isNaN(value) ? 'the alert' : `level "${severity}"`} would never recover: this is never true while "when" is false`,
    'turn its comparison, or move its limit to the good side of that of "when"',
  );
}

/** True when `recover` says nothing that `when` does not say already. */
export function isIdle(when: Node, recover: Node, levels: readonly Level[]): boolean {
  const sick: Node = { kind: 'binary', at: 0, op: 'or', left: when, right: recover };
  return levels.every(({ value }) => !canHold(sick, value, false));
}

function isCondition(node: Node): boolean {
  return node.kind === 'binary' && (COMPARISONS.has(node.op) || node.op === 'and' || node.op === 'or');
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
