/** What one room may import: room name to whether only its types. */
export type Allowed = ReadonlyMap<string, 'types' | 'all'>;
/** The table of docs/architecture.md, by room. */
export type ImportTable = ReadonlyMap<string, Allowed>;

const HEADING = /^## Rooms and what they may import$/m;

/** Reads the Markdown table under "Rooms and what they may import"; throws on a line it does not understand. */
export function parseImportTable(markdown: string): ImportTable {
  const start = HEADING.exec(markdown);
  if (start === null) throw new Error('docs/architecture.md has no "Rooms and what they may import"');
  const section = markdown.slice(start.index + start[0].length).split(/^## /m)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  const table = new Map<string, Allowed>();
  for (const row of rows.slice(2)) {
    const [, room = '', cell = ''] = row.split('|').map((part) => part.trim());
    if (room === '' || table.has(room)) throw new Error(`empty or repeated room in the import table: ${row}`);
    table.set(room, new Map(cell === '' ? [] : cell.split(',').map((entry) => parseEntry(entry.trim()))));
  }
  return table;
}

function parseEntry(entry: string): [string, 'types' | 'all'] {
  const match = /^(?<room>[a-z][a-z/-]*[a-z])(?<types> \(types\))?$/.exec(entry);
  if (match?.groups === undefined) throw new Error(`unreadable entry in the import table: "${entry}"`);
  return [match.groups['room'] ?? '', match.groups['types'] === undefined ? 'all' : 'types'];
}
