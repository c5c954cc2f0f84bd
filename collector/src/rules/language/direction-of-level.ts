import { isComparison, turnAround } from './compare.ts';
import type { Node } from './syntax.ts';
import { nodesOf } from './walk.ts';

/**
 * Which way a condition holds more seldom: `>` when it holds of every smaller `level` too, `<` of every larger one; undefined when its form does not say. Where levels
 * stand in that order, one that is quiet at the mildest is quiet at all.
 */
export function directionOfLevel(when: Node): '<' | '>' | undefined {
  const found = directionsOf(when);
  return found.length > 0 && found.every((one) => one === found[0]) ? found[0] : undefined;
}

/** One for each comparison with the level; undefined for a form that says nothing. */
function directionsOf(node: Node): ('<' | '>' | undefined)[] {
  if (!hasLevel(node)) return [];
  if (node.kind !== 'binary') return [undefined];
  const { op, left, right } = node;
  if (op === 'and' || op === 'or') return [...directionsOf(left), ...directionsOf(right)];
  if (!isComparison(op) || op === '==' || op === '!=') return [undefined];
  if (right.kind === 'level' && !hasLevel(left)) return [op.startsWith('>') ? '>' : '<'];
  if (left.kind === 'level' && !hasLevel(right)) return [turnAround(op).startsWith('>') ? '>' : '<'];
  return [undefined];
}

function hasLevel(node: Node): boolean {
  return [...nodesOf(node)].some(({ kind }) => kind === 'level');
}
