import { checkPattern } from './pattern.ts';
import { type BinaryOperator, ExpressionError, type Node, type TagFilter } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';
import { nodesOf } from './walk.ts';

/** How tightly each operator binds; higher binds tighter. Comparisons do not chain. */
const BINDING: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
};
const NOT_BINDING = 3;
const MINUS_BINDING = 7;
const COMPARISON = 4;

interface Reader {
  peek(): Token;
  next(): Token;
  /** Takes the sign when it comes next. */
  accept(sign: string): boolean;
  expect(sign: string, where: string): void;
}

/** Parses one expression (Pratt's method). Throws ExpressionError that points at the character. */
export function parseExpression(text: string): Node {
  const reader = readerOf(tokenize(text));
  const node = parseBinary(reader, 0);
  const rest = reader.peek();
  if (rest.kind !== 'end')
    throw new ExpressionError(
      rest.at,
      `"${rest.text}" cannot stand here; an operator or the end was expected`,
      adviceOn(rest, node),
    );
  return node;
}

/** What people of other languages mean. */
const OPERATORS: Readonly<Record<string, string>> = { AND: 'and', OR: 'or', NOT: 'not', '=': '==' };

function adviceOn(rest: Token, before: Node): string | undefined {
  const meant = OPERATORS[rest.text];
  if (meant !== undefined) return `write ${meant}`;
  if (rest.kind === 'number') return 'a quantity is one number with one unit: 26h, not 1d 2h';
  const isUnit = rest.kind === 'name' && [...nodesOf(before)].at(-1)?.kind === 'number';
  return isUnit
    ? `"${rest.text}" is no unit; those known are in docs/rules.md: %, s, m, h, d, MiB …`
    : undefined;
}

function readerOf(tokens: readonly Token[]): Reader {
  let index = 0;
  const peek = (): Token => tokens[index] as Token;
  const reader: Reader = {
    peek,
    next() {
      const token = peek();
      if (token.kind !== 'end') index++;
      return token;
    },
    accept(sign) {
      const found = peek().kind === 'sign' && peek().text === sign;
      if (found) index++;
      return found;
    },
    expect(sign, where) {
      if (reader.accept(sign)) return;
      throw new ExpressionError(peek().at, `"${sign}" was expected ${where}, found ${shown(peek())}`);
    },
  };
  return reader;
}

function parseBinary(reader: Reader, minimum: number): Node {
  let left = parseUnary(reader);
  for (;;) {
    const token = reader.peek();
    const binding = bindingOf(token);
    if (binding === undefined || binding <= minimum) return left;
    reader.next();
    const right = parseBinary(reader, binding);
    left = { kind: 'binary', at: token.at, op: token.text as BinaryOperator, left, right };
    const after = reader.peek();
    if (binding === COMPARISON && bindingOf(after) === COMPARISON) {
      throw new ExpressionError(after.at, 'comparisons cannot be chained', 'join two of them with "and"');
    }
  }
}

function bindingOf(token: Token): number | undefined {
  const joins = token.kind === 'sign' || token.kind === 'name';
  return joins && Object.hasOwn(BINDING, token.text) ? BINDING[token.text] : undefined;
}

function parseUnary(reader: Reader): Node {
  const token = reader.peek();
  if (token.kind === 'name' && token.text === 'not') {
    reader.next();
    return { kind: 'unary', at: token.at, op: 'not', operand: parseBinary(reader, NOT_BINDING) };
  }
  if (reader.accept('-'))
    return { kind: 'unary', at: token.at, op: '-', operand: parseBinary(reader, MINUS_BINDING) };
  return parsePrimary(reader);
}

function parsePrimary(reader: Reader): Node {
  const token = reader.next();
  if (token.kind === 'number')
    return { kind: 'number', at: token.at, value: Number(token.text), suffix: token.suffix };
  if (token.kind === 'sign' && token.text === '(') {
    const inner = parseBinary(reader, 0);
    reader.expect(')', 'to close the parenthesis');
    return inner;
  }
  if (token.kind === 'name') return parseName(reader, token);
  throw new ExpressionError(
    token.at,
    `a number, a series or a function was expected, found ${shown(token)}`,
    token.kind === 'text' ? 'tags are compared in braces: disk.used_percent{fstype="ext4"}' : undefined,
  );
}

function parseName(reader: Reader, token: Token): Node {
  if (reader.accept('('))
    return { kind: 'call', at: token.at, name: token.text, args: parseArguments(reader) };
  if (token.text === 'level') return { kind: 'level', at: token.at };
  if (!reader.accept('.')) {
    throw new ExpressionError(
      token.at,
      `"${token.text}" alone is not a series`,
      'write measurement.field, disk.used_percent for example',
    );
  }
  const field = reader.next();
  if (field.kind !== 'name')
    throw new ExpressionError(
      field.at,
      `a field name was expected after "${token.text}.", found ${shown(field)}`,
    );
  return {
    kind: 'series',
    at: token.at,
    measurement: token.text,
    field: field.text,
    filters: parseFilters(reader),
  };
}

function parseArguments(reader: Reader): Node[] {
  const args: Node[] = [];
  if (reader.accept(')')) return args;
  do args.push(parseBinary(reader, 0));
  while (reader.accept(','));
  reader.expect(')', 'to close the arguments');
  return args;
}

function parseFilters(reader: Reader): TagFilter[] {
  const filters: TagFilter[] = [];
  if (!reader.accept('{')) return filters;
  do filters.push(parseFilter(reader));
  while (reader.accept(','));
  reader.expect('}', 'to close the tag filter');
  return filters;
}

function parseFilter(reader: Reader): TagFilter {
  const tag = reader.next();
  if (tag.kind !== 'name') throw new ExpressionError(tag.at, `a tag name was expected, found ${shown(tag)}`);
  const op = reader.next();
  if (!['=', '!=', '=~', '!~'].includes(op.text))
    throw new ExpressionError(op.at, `=, !=, =~ or !~ was expected, found ${shown(op)}`);
  const value = reader.next();
  if (value.kind !== 'text')
    throw new ExpressionError(
      value.at,
      `a text in double quotes was expected, found ${shown(value)}`,
      `write ${tag.text}${op.text}"…"`,
    );
  if (op.text.endsWith('~')) checkPattern(value.text, value.at);
  return { tag: tag.text, op: op.text as TagFilter['op'], value: value.text };
}

function shown(token: Token): string {
  return token.kind === 'end' ? 'the end' : `"${token.text}"`;
}
