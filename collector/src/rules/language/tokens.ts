import { ExpressionError, type Position } from './syntax.ts';

export interface Token {
  kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  at: Position;
  text: string;
  /** Unit written behind a number, '' when there is none. */
  suffix: string;
}

/** Longest expression; also bounds how deep one can nest. */
const LONGEST = 2000;
const SPACE = /\s*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SUFFIX =
  /\s?(?:%|(?:ms|s|m|h|d|w|B|[KMGT]i?B|°C|C|V|rpm)(?![A-Za-z0-9_]))(?:\/s(?![A-Za-z0-9_.]))?|\/s(?![A-Za-z0-9_.(])/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const TEXT = /"(?:[^"\\]|\\.)*"/y;
const SIGN = /<=|>=|==|!=|=~|!~|[<>+\-*/(),.{}=]/y;

/** What is meant by signs of other languages. */
const ADVICE: Readonly<Record<string, string>> = {
  '&': 'write and',
  '|': 'write or',
  '!': 'write not',
  '[': 'the length of a window is an argument: avg(series, 5m)',
  "'": 'texts are in double quotes; the whole condition may be in single ones',
};

/** Cuts an expression into tokens; the last one is `end`. Throws ExpressionError at a character that begins none. */
export function tokenize(text: string): Token[] {
  if (text.length > LONGEST)
    throw new ExpressionError(LONGEST, `an expression has at most ${LONGEST} characters`);
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  for (;;) {
    take(SPACE);
    const start = at;
    if (at >= text.length) {
      tokens.push({ kind: 'end', at, text: '', suffix: '' });
      return tokens;
    }
    const token = next(take, start);
    if (token === undefined)
      throw new ExpressionError(start, `"${text[start]}" cannot stand here`, ADVICE[text[start] ?? '']);
    tokens.push({ ...token, at: start });
  }
}

function next(take: (pattern: RegExp) => string | undefined, start: Position): Omit<Token, 'at'> | undefined {
  const number = take(NUMBER);
  if (number !== undefined) {
    if (!Number.isFinite(Number(number))) throw new ExpressionError(start, `${number} is too large a number`);
    return { kind: 'number', text: number, suffix: take(SUFFIX)?.trim() ?? '' };
  }
  const name = take(NAME);
  if (name !== undefined) return { kind: 'name', text: name, suffix: '' };
  const quoted = take(TEXT);
  if (quoted !== undefined) return { kind: 'text', text: unquoted(quoted, start), suffix: '' };
  const sign = take(SIGN);
  return sign === undefined ? undefined : { kind: 'sign', text: sign, suffix: '' };
}

function unquoted(quoted: string, start: Position): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new ExpressionError(
      start,
      `${quoted} is no text: after a backslash only " \\ / b f n r t or uXXXX can stand`,
      'write a backslash of a pattern twice: "\\d+"',
    );
  }
}
