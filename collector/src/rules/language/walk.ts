import type { Node, SeriesNode } from './syntax.ts';

/** All nodes, left to right. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  if (node.kind === 'binary') {
    yield* nodesOf(node.left);
    yield* nodesOf(node.right);
  } else if (node.kind === 'unary') yield* nodesOf(node.operand);
  else if (node.kind === 'call') for (const argument of node.args) yield* nodesOf(argument);
}

/** All series an expression reads, left to right. */
export function seriesOf(node: Node): SeriesNode[] {
  return [...nodesOf(node)].filter((one): one is SeriesNode => one.kind === 'series');
}

/** The first comparison and its two sides: what people are shown as value and limit. */
export function firstComparison(node: Node): { left: Node; right: Node } | undefined {
  for (const one of nodesOf(node)) {
    if (one.kind === 'binary' && ['<', '<=', '>', '>=', '==', '!='].includes(one.op)) return one;
  }
  return undefined;
}
