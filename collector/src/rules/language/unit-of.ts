import { functions } from '../functions/registry.generated.ts';
import type { Node, SeriesNode } from './syntax.ts';

/**
 * The unit in which an expression, or both sides of a comparison, can be computed without converting a series, as a power of ten of the base unit:
 * undefined when any will do. Where series of different units meet, or a time becomes something else, it is the base unit, 0.
 */
export function unitOf(node: Node, tensOf: (series: SeriesNode) => number): number | undefined {
  switch (node.kind) {
    case 'number':
    case 'level':
      return undefined;
    case 'series':
      return tensOf(node);
    case 'unary':
      return unitOf(node.operand, tensOf);
    case 'call':
      return functions[node.name]?.result === 'same'
        ? common(node.args.filter((one) => one.kind !== 'number').map((one) => unitOf(one, tensOf)))
        : 0;
    default: {
      const { op, left, right } = node;
      if (op === '*' && isPlain(left)) return unitOf(right, tensOf);
      if ((op === '*' || op === '/') && isPlain(right)) return unitOf(left, tensOf);
      return op === '*' || op === '/' ? 0 : common([unitOf(left, tensOf), unitOf(right, tensOf)]);
    }
  }
}

function isPlain(node: Node): boolean {
  return node.kind === 'number' && node.suffix === '';
}

function common(units: readonly (number | undefined)[]): number | undefined {
  const named = units.filter((one) => one !== undefined);
  return named.every((one) => one === named[0]) ? named[0] : 0;
}
