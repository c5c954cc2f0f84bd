import { functions } from './functions/registry.generated.ts';
import { knownDimension } from './known-series.ts';
import { check } from './language/check.ts';
import { milliseconds } from './language/compile.ts';
import { measureOfSuffix } from './language/dimensions.ts';
import { parseExpression } from './language/parse.ts';
import { ExpressionError, type Node } from './language/syntax.ts';

type NumberNode = Node & { kind: 'number' };

/** A number with its unit, alone: `90%`, `-5`. Throws ExpressionError. */
export function parseNumber(text: string): NumberNode {
  return alone(text, 'a number with its unit, such as 90% or 5m');
}

/** A time, alone, in milliseconds. Throws ExpressionError. */
export function parseDuration(text: string): number {
  const wanted = 'a time such as 30s or 5m';
  const node = alone(text, wanted, timeMeant(text));
  if (measureOfSuffix(node.suffix)?.dimension !== 'time' || node.value < 0)
    throw notA(wanted, text, timeMeant(text));
  return Math.round(milliseconds(node));
}

/** `5 minutes` and `300` as they are written here. */
function timeMeant(text: string): string | undefined {
  const found = /^(\d+(?:\.\d+)?)\s*(s|m|h|d|w)?(?:ec|in|r|our|ay|eek)?[a-z]*$/i.exec(text.trim());
  if (found === null) return undefined;
  const [, amount = '', unit = 's'] = found;
  return `write ${amount}${unit.toLowerCase()}`;
}

function alone(text: string, wanted: string, hint?: string): NumberNode {
  const node = signed(parsed(text));
  if (node?.kind !== 'number') throw notA(wanted, text, hint);
  check(node, { dimensionOf: knownDimension, level: undefined, functions });
  return node;
}

function parsed(text: string): Node | undefined {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function signed(node: Node | undefined): Node | undefined {
  if (node?.kind !== 'unary' || node.op !== '-' || node.operand.kind !== 'number') return node;
  return { ...node.operand, at: node.at, value: -node.operand.value };
}

function notA(wanted: string, text: string, hint?: string): ExpressionError {
  return new ExpressionError(0, `${wanted} was expected, found "${text}"`, hint);
}
