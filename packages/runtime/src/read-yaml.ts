import { type Document, LineCounter } from 'yaml';
import { composeYaml, type YamlFault } from './compose-yaml.ts';
import type { Fault } from './errors.ts';
import { plainYaml } from './plain-yaml.ts';

/** A text and the name faults point with. */
export interface YamlSource {
  file: string;
  text: string;
}

/** Codes of what can be wrong with a file before its meaning is looked at. */
export interface FileCodes {
  notYaml: string;
  tooLong: string;
  notUtf8: string;
}

/** Longest file that is read, bytes. */
export const LONGEST = 1_048_576;
/** Of so many faults of one file each is told. */
const MOST_TOLD = 50;

/** A text as YAML: its nodes, its plain value, and where an offset of its text is (`file:line:column`). */
export interface ReadYaml {
  document: Document;
  value: unknown;
  place(offset: number): string;
}

/**
 * Reads YAML that anybody may have written: bounded in length, pieces, depth and what its aliases come to, in time that grows with its length only.
 * An empty text is an empty document, its value null. Faults: `tooLong`, `notYaml`.
 */
export function readYaml(
  { file, text }: YamlSource,
  codes: Omit<FileCodes, 'notUtf8'>,
): ReadYaml | { faults: Fault[] } {
  if (text.length > LONGEST) return { faults: [tooLong(file, text.length, codes)] };
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const told = (faults: readonly YamlFault[]) => ({
    faults: mostTold(
      faults.map(({ message, offset }) => ({ code: codes.notYaml, place: place(offset), message })),
    ),
  });
  const document = composeYaml(text, lines);
  if ('faults' in document) return told(document.faults);
  const plain = plainYaml(document);
  return 'faults' in plain ? told(plain.faults) : { document, value: plain.value, place };
}

/** A file of so many characters or bytes is not read. */
export function tooLong(file: string, length: number, codes: Pick<FileCodes, 'tooLong'>): Fault {
  return {
    code: codes.tooLong,
    place: `${file}:1:1`,
    message: `the file has a length of ${length}, at most ${LONGEST} is read`,
  };
}

/** The first of many faults, and how many there are besides. */
export function mostTold(faults: readonly Fault[]): Fault[] {
  const last = faults[MOST_TOLD];
  if (last === undefined) return [...faults];
  const message = `${faults.length - MOST_TOLD} more faults follow, told when these are mended`;
  return [...faults.slice(0, MOST_TOLD), { code: last.code, place: last.place, message }];
}
