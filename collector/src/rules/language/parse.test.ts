import { describe, expect, it } from 'vitest';
import { parseExpression } from './parse.ts';
import { ExpressionError, type Node } from './syntax.ts';

/** An expression with every grouping shown. */
function shown(node: Node): string {
  switch (node.kind) {
    case 'number':
      return `${node.value}${node.suffix}`;
    case 'level':
      return 'level';
    case 'series': {
      const filters = node.filters.map((one) => `${one.tag}${one.op}${JSON.stringify(one.value)}`);
      return `${node.measurement}.${node.field}${filters.length === 0 ? '' : `{${filters.join(',')}}`}`;
    }
    case 'call':
      return `${node.name}(${node.args.map(shown).join(', ')})`;
    case 'unary':
      return `(${node.op} ${shown(node.operand)})`;
    default:
      return `(${shown(node.left)} ${node.op} ${shown(node.right)})`;
  }
}

const sound: [string, string][] = [
  ['a.b > 1', '(a.b > 1)'],
  ['1+2*3-4/2', '((1 + (2 * 3)) - (4 / 2))'],
  ['(1+2)*3', '((1 + 2) * 3)'],
  ['1 - 2 - 3', '((1 - 2) - 3)'],
  ['8 / 4 / 2', '((8 / 4) / 2)'],
  ['-a.b * 2', '((- a.b) * 2)'],
  ['- -1', '(- (- 1))'],
  ['a.b > 1 or c.d > 2 and e.f > 3', '((a.b > 1) or ((c.d > 2) and (e.f > 3)))'],
  ['not a.b > 1 and c.d > 2', '((not (a.b > 1)) and (c.d > 2))'],
  ['not not a.b > 1', '(not (not (a.b > 1)))'],
  ['a.b + 1 >= level - 2%', '((a.b + 1) >= (level - 2%))'],
  ['avg(cpu.usage_idle{cpu="cpu-total"}, 5m) < 10 %', '(avg(cpu.usage_idle{cpu="cpu-total"}, 5m) < 10%)'],
  ['rate(a.b) > 0/1s', '(rate(a.b) > (0 / 1s))'],
  ['a.b{x!="1",y=~"\\\\d+",z!~"q"} == 0', '(a.b{x!="1",y=~"\\\\d+",z!~"q"} == 0)'],
  ['a.b > 1.5e3 MiB/s', '(a.b > 1500MiB/s)'],
  ['a.b > 5 °C', '(a.b > 5°C)'],
  ['f()', 'f()'],
  ['a.and > 1', '(a.and > 1)'],
  ['  a . b\n>\t1 ', '(a.b > 1)'],
];

/** Text, the character the error points at, what it says. */
const faulty: [string, number, RegExp][] = [
  ['', 0, /number, a series or a function was expected, found the end/],
  ['a.b >', 5, /was expected, found the end/],
  ['a.b > 1 2', 8, /"2" cannot stand here; an operator or the end was expected/],
  ['a > 1', 0, /"a" alone is not a series/],
  ['a. > 1', 3, /a field name was expected after "a\.", found ">"/],
  ['a.b < 1 < 2', 8, /comparisons cannot be chained/],
  ['a.b == 1 != 2', 9, /comparisons cannot be chained/],
  ['(a.b > 1', 8, /"\)" was expected to close the parenthesis, found the end/],
  ['avg(a.b 5m)', 8, /"\)" was expected to close the arguments, found "5"/],
  ['a.b{', 4, /a tag name was expected, found the end/],
  ['a.b{x}', 5, /=, !=, =~ or !~ was expected, found "}"/],
  ['a.b{x=1}', 6, /a text in double quotes was expected, found "1"/],
  ['a.b{x="1"', 9, /"}" was expected to close the tag filter/],
  ['a.b{x=~"["} > 1', 7, /not a regular expression/],
  ['a.b{x=~"\\d"} > 1', 7, /is no text: after a backslash only/],
  ['a.b{x="open} > 1', 6, /""" cannot stand here/],
  ['a.b > 1 $ 2', 8, /"\$" cannot stand here/],
  ['a.b > 1 constructor 2', 8, /"constructor" cannot stand here/],
  ['a.b > 5 minutes', 8, /"minutes" cannot stand here/],
  ['a.b > 1e999', 6, /1e999 is too large a number/],
  ['a.b and', 7, /was expected, found the end/],
  ['> 1', 0, /was expected, found ">"/],
  [`${'('.repeat(1999)}1`, 2000, /"\)" was expected/],
  [`a.b > ${'1 + '.repeat(600)}1`, 2000, /at most 2000 characters/],
];

describe('parseExpression', () => {
  it.each(sound)('%s', (text, expected) => {
    expect(shown(parseExpression(text))).toBe(expected);
  });

  it.each(faulty)('points at the fault in %s', (text, at, message) => {
    try {
      parseExpression(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError);
      expect((error as Error).message).toMatch(message);
      expect((error as ExpressionError).at).toBe(at);
      return;
    }
    throw new Error('no error');
  });
});
