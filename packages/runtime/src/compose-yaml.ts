import { Composer, type Document, Lexer, type LineCounter, Parser } from 'yaml';

/** Something that is wrong with a text as YAML, and where: offset of its character. */
export interface YamlFault {
  message: string;
  offset: number;
}

/** A file has at most so many words, signs and line breaks: what takes the reader's time. */
export const MOST_PIECES = 250_000;
/** Lists and maps stand in each other at most this deep. */
export const DEEPEST = 100;
/** What comes after so many faults follows from them. */
const MOST_FAULTS = 10;

type Tokens = ReturnType<Parser['next']> extends Generator<infer T> ? T[] : never;

/** A text as one YAML document; texts that would take long, or more than the stack, are refused before they are looked into. */
export function composeYaml(text: string, lines: LineCounter): Document | { faults: YamlFault[] } {
  const tokens = tokensOf(text, lines);
  if ('fault' in tokens) return { faults: [tokens.fault] };
  // The library compares each key with each other; here that is done once over, see plainYaml.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
  const [document, second] = composer.compose(tokens.tokens, true, text.length);
  const { errors, warnings } = document as Document;
  const faults = errors.map(({ message, pos }) => ({
    message: `${message}${adviceOn(message, text.slice(0, pos[0]))}`,
    offset: pos[0],
  }));
  for (const { code, message, pos } of warnings)
    if (code === 'TAG_RESOLVE_FAILED') faults.push({ message, offset: pos[0] });
  if (second !== undefined)
    faults.push({
      message: 'a second document begins here, and one is read',
      offset: second.range?.[0] ?? 0,
    });
  return faults.length > 0 ? { faults: faults.slice(0, MOST_FAULTS) } : (document as Document);
}

/** What the library does not say: what to do about what people write most. */
function adviceOn(message: string, before: string): string {
  if (message.startsWith('Tabs')) return ': write spaces';
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return /[:-]\s+[{[][^"']*$/.test(line) ? ': a text that begins with { or [ stands in quotes' : '';
}

function tokensOf(text: string, lines: LineCounter): { tokens: Tokens } | { fault: YamlFault } {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: Tokens = [];
  let pieces = 0;
  for (const piece of new Lexer().lex(text)) {
    tokens.push(...parser.next(piece));
    pieces++;
    if (parser.stack.length > DEEPEST)
      return {
        fault: { message: 'lists and maps stand too deep in each other', offset: parser.offset },
      };
    if (pieces > MOST_PIECES)
      return {
        fault: {
          message: `there is more in it than is read: ${MOST_PIECES} words, signs and line breaks`,
          offset: parser.offset,
        },
      };
  }
  tokens.push(...parser.end());
  return { tokens };
}
