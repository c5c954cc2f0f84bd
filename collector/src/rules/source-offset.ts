import type { Scalar } from 'yaml';

/** Where the `index`-th character of a scalar's value is in the file's text. */
export function sourceOffset(scalar: Scalar, index: number, text: string): number {
  const [start = 0, end = start] = scalar.range ?? [];
  const type = String(scalar.type);
  if (index === 0 && !type.startsWith('BLOCK')) return type.startsWith('QUOTE') ? start + 1 : start;
  const offsets = type.startsWith('BLOCK')
    ? blockOffsets(scalar, type, text)
    : flowOffsets({ start: type.startsWith('QUOTE') ? start + 1 : start, end }, type, text);
  return offsets[index] ?? end;
}

/** How one character of a value is written: this matches the whole of it where it is longer than one. */
const escapes: Readonly<Record<string, RegExp>> = {
  QUOTE_DOUBLE: /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)/y,
  QUOTE_SINGLE: /''/y,
};
/** A line break with the space around it: one is a space, each further one a line break. */
const FOLD = /[ \t]*(?:\r?\n[ \t]*)+/y;

/** Where each character of a plain or quoted value is. */
function flowOffsets({ start, end }: { start: number; end: number }, type: string, text: string): number[] {
  const offsets: number[] = [];
  let at = start;
  while (at < end) {
    const fold = matchAt(FOLD, at, text);
    const escape = escapes[type] === undefined ? undefined : matchAt(escapes[type], at, text);
    if (fold !== undefined) {
      const breaks = fold.split('\n').length - 1;
      for (let i = 0; i < Math.max(1, breaks - 1); i++) offsets.push(at);
    } else if (escape === undefined || !/^\\\r?\n/.test(escape)) offsets.push(at);
    at += (fold ?? escape ?? text[at] ?? '').length;
  }
  return offsets;
}

function matchAt(pattern: RegExp, at: number, text: string): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** One line of a block scalar: where it begins, without the indentation, and ends. */
interface Line {
  begin: number;
  end: number;
}

/** Where each character of a block value is: a header's line, then lines whose common indentation is not part of it. */
function blockOffsets({ range, value }: Scalar, type: string, text: string): number[] {
  const [start = 0, end = start] = range ?? [];
  const lines = linesOf(text, text.indexOf('\n', start) + 1, end);
  const first = lines.find((line) => text.slice(line.begin, line.end).trim() !== '');
  const indentation = first === undefined ? 0 : leading(text.slice(first.begin)) - leading(String(value));
  for (const line of lines) line.begin = Math.min(line.begin + indentation, line.end);
  return type.endsWith('LITERAL') ? literalOffsets(lines) : foldedOffsets(lines, text);
}

function linesOf(text: string, from: number, end: number): Line[] {
  const lines: Line[] = [];
  for (let begin = from; begin < end; ) {
    const at = text.indexOf('\n', begin);
    const next = at < 0 || at > end ? end : at;
    lines.push({ begin, end: text[next - 1] === '\r' ? Math.max(begin, next - 1) : next });
    begin = next + 1;
  }
  return lines;
}

/** Spaces before the first word of a text's first line with one. */
function leading(text: string): number {
  return /^(?:[ \t]*\r?\n)*( *)/.exec(text)?.[1]?.length ?? 0;
}

function literalOffsets(lines: readonly Line[]): number[] {
  return lines.flatMap(({ begin, end }) => Array.from({ length: end - begin + 1 }, (_, i) => begin + i));
}

/** Between two lines one break is a space, of several the first goes; beside lines that stand deeper all stay. */
function foldedOffsets(lines: readonly Line[], text: string): number[] {
  const offsets: number[] = [];
  let breaks: number[] = [];
  let before: 'none' | 'plain' | 'deep' = 'none';
  for (const { begin, end } of lines) {
    if (begin < end) {
      const now = /[ \t]/.test(text[begin] ?? '') ? 'deep' : 'plain';
      const drops = before === 'plain' && now === 'plain' && breaks.length > 1;
      offsets.push(...(drops ? breaks.slice(1) : breaks));
      for (let at = begin; at < end; at++) offsets.push(at);
      [before, breaks] = [now, []];
    }
    breaks.push(end);
  }
  return [...offsets, ...breaks];
}
