import type { Fault } from '@watchcase/runtime';
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';

/** A file's text and the name faults point with. */
export interface PackSource {
  file: string;
  text: string;
}

/** Longest file of rules or tests, characters. */
const LONGEST = 1_048_576;
/** What comes after so many faults of syntax follows from them. */
const MOST_FAULTS = 10;

/** A file as YAML: its nodes, its plain value, and where an offset of its text is (`file:line:column`). */
export interface ReadYaml {
  document: Document;
  value: unknown;
  place(offset: number): string;
}

/** Reads YAML that anybody may have written: too long, too deep, of aliases of nothing or of themselves. Faults: RULE_NOT_YAML, RULE_TOO_LONG. */
export function readYaml({ file, text }: PackSource): ReadYaml | { faults: Fault[] } {
  if (text.length > LONGEST) {
    const message = `the file has ${text.length} characters, at most ${LONGEST} are read`;
    return {
      faults: [{ code: 'RULE_TOO_LONG', place: `${file}:1:1`, message, fix: 'make several files of it' }],
    };
  }
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const fault = (message: string, offset = 0): Fault => ({
    code: 'RULE_NOT_YAML',
    place: place(offset),
    message,
  });
  try {
    // The library compares each key with each other; here it is once over.
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
    const faults = document.errors.map((error) => fault(error.message, error.pos[0]));
    if (faults.length === 0) faults.push(...brokenNodes(document, fault));
    return faults.length > 0
      ? { faults: faults.slice(0, MOST_FAULTS) }
      : { document, value: document.toJS(), place };
  } catch (error) {
    const tooDeep = error instanceof RangeError;
    return {
      faults: [fault(tooDeep ? 'lists and maps stand too deep in each other' : (error as Error).message)],
    };
  }
}

/** Keys that come twice, aliases of nothing or of what they stand in. */
function brokenNodes(document: Document, fault: (message: string, offset?: number) => Fault): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) faults.push(fault(`"${String(key.value)}" is there twice`, key.range?.[0]));
        seen.add(key.value);
      }
    },
    Alias(_key, alias, above) {
      const target = alias.resolve(document);
      const offset = alias.range?.[0];
      if (target === undefined) faults.push(fault(`nothing before it is named "&${alias.source}"`, offset));
      else if (above.includes(target))
        faults.push(
          fault(`the alias "*${alias.source}" stands within what it names, which would have no end`, offset),
        );
    },
  });
  return faults;
}
