import type { Fault } from '@watchcase/runtime';

/** One row of a table: its cells, its line, and in which column of the text each cell begins. */
export interface CsvRow {
  line: number;
  cells: string[];
  columns: number[];
}

/** Most characters of a table. */
const LONGEST = 8_388_608;

/**
 * Reads comma-separated values as RFC 4180 has them (pure), as Excel saves them too: a mark at the beginning, semicolons or tabs in place of commas where the first
 * line has those. Empty lines are left out. Faults: TABLE_INVALID where quotes are not closed, TABLE_TOO_LONG.
 */
export function parseCsv(file: string, source: string): { rows: CsvRow[] } | { faults: Fault[] } {
  const text = source.replace(/^\uFEFF/, '');
  if (text.length > LONGEST)
    return {
      faults: [
        {
          code: 'TABLE_TOO_LONG',
          place: `${file}:1:1`,
          message: `the table is longer than ${LONGEST} characters`,
        },
      ],
    };
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  const at = { index: 0, line: 1, lineStart: 0 };
  while (at.index < text.length) {
    const row = readRow(text, separator, at);
    if (row === undefined)
      return {
        faults: [
          {
            code: 'TABLE_INVALID',
            place: `${file}:${at.line}:1`,
            message: 'the quotes of this row do not begin and end a cell',
          },
        ],
      };
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row);
  }
  return { rows };
}

function separatorOf(text: string): string {
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  return [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
}

/** Where the reader is in the text. */
interface At {
  index: number;
  line: number;
  lineStart: number;
}

/** One row, from where the reader is; undefined when its quotes do not end. */
function readRow(text: string, separator: string, at: At): CsvRow | undefined {
  const row: CsvRow = { line: at.line, cells: [], columns: [] };
  for (;;) {
    row.columns.push(at.index - at.lineStart + 1);
    const cell = text[at.index] === '"' ? readQuoted(text, at) : readPlain(text, separator, at);
    if (cell === undefined) return undefined;
    row.cells.push(cell);
    if (text[at.index] === separator) at.index++;
    else if (at.index >= text.length || '\r\n'.includes(text[at.index] as string)) break;
    else return undefined;
  }
  if (text[at.index] === '\r') at.index++;
  if (text[at.index] === '\n') at.index++;
  at.line++;
  at.lineStart = at.index;
  return row;
}

function readPlain(text: string, separator: string, at: At): string {
  const from = at.index;
  while (at.index < text.length && !'\r\n'.includes(text[at.index] as string) && text[at.index] !== separator)
    at.index++;
  return text.slice(from, at.index);
}

function readQuoted(text: string, at: At): string | undefined {
  let cell = '';
  const { line } = at;
  for (at.index++; at.index < text.length; at.index++) {
    const letter = text[at.index] as string;
    if (letter === '\n') {
      at.line++;
      at.lineStart = at.index + 1;
    }
    if (letter !== '"') cell += letter;
    else if (text[at.index + 1] === '"') cell += text[at.index++];
    else {
      at.index++;
      return cell;
    }
  }
  at.line = line;
  return undefined;
}
