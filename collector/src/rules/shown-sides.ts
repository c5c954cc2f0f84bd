import { functions } from './functions/registry.generated.ts';
import type { Node } from './language/syntax.ts';
import { firstComparison, seriesOf } from './language/walk.ts';

/** The side of the first comparison that reads a series, and the other one. */
export function shownSides(when: Node): { side: Node; limit: Node } | undefined {
  const comparison = firstComparison(when);
  if (comparison === undefined) return undefined;
  const left = seriesOf(comparison.left).length > 0;
  return left
    ? { side: comparison.left, limit: comparison.right }
    : { side: comparison.right, limit: comparison.left };
}

/** True when the side has the unit of its series: the series itself, a function that keeps it, or more or less of the same. */
export function isDirect(side: Node | undefined): boolean {
  if (side?.kind === 'series') return true;
  if (side?.kind === 'binary') return (side.op === '+' || side.op === '-') && isDirect(side.left);
  return side?.kind === 'call' && functions[side.name]?.result === 'same';
}
