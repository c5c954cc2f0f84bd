import type { Scalar } from 'yaml';

/** How one character of a scalar's value is written: this matches the whole of it where it is longer than one. */
const escapes: Readonly<Record<string, RegExp>> = {
  QUOTE_DOUBLE: /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)|[ \t]*\r?\n[ \t]*/y,
  QUOTE_SINGLE: /''|[ \t]*\r?\n[ \t]*/y,
  PLAIN: /[ \t]*\r?\n[ \t]*/y,
};

/** Where the `index`-th character of a scalar's value is in the file's text. */
export function sourceOffset(scalar: Scalar, index: number, text: string): number {
  const [start = 0, end = start] = scalar.range ?? [];
  const type = String(scalar.type);
  if (type.startsWith('BLOCK')) return blockOffset({ start, end }, index, text);
  const escape = escapes[type];
  let at = type.startsWith('QUOTE') ? start + 1 : start;
  for (let i = 0; i < index && at < end; i++) {
    if (escape !== undefined) escape.lastIndex = at;
    at += escape?.exec(text)?.[0].length ?? 1;
  }
  return at;
}

/** A block scalar: its header's line, then lines whose common indentation is not part of the value. */
function blockOffset({ start, end }: { start: number; end: number }, index: number, text: string): number {
  const first = text.indexOf('\n', start) + 1;
  const indentation = /^ */.exec(text.slice(first))?.[0].length ?? 0;
  let at = first + indentation;
  for (let i = 0; i < index && at < end; i++) at += text[at] === '\n' ? 1 + indentation : 1;
  return at;
}
