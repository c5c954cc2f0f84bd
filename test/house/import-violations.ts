import type { ImportTable } from './import-table.ts';
import { importsOf, targetOf } from './imports.ts';
import type { TextFile } from './tree.ts';

/** Files at a program's top that may import every room of their program. */
const COMPOSITION = /^(?<program>agent|collector)\/src\/(?:app|flow|main|config)(?:\.ts)?$/;

/** Every import that the table forbids, and every file whose room the table does not know; one sentence each. */
export function importViolations(files: readonly TextFile[], table: ImportTable): string[] {
  return files.filter(({ path }) => isHoused(path)).flatMap((file) => violationsOf(file, table));
}

/** Rooms of the table in which there is no file. */
export function emptyRooms(files: readonly TextFile[], table: ImportTable): string[] {
  const inhabited = new Set(files.map(({ path }) => roomOf(path)));
  return [...table.keys()].filter((room) => !inhabited.has(room));
}

function isHoused(path: string): boolean {
  return /^(agent|collector|dashboards|packages\/[a-z]+)\/src\//.test(path);
}

/** `packages/x`, `dashboards`, `collector/src/x`; for a file at a program's top its path without extension. */
function roomOf(path: string): string {
  const [first = '', second = '', third = ''] = path.split('/');
  if (first === 'dashboards') return first;
  return first === 'packages' ? `${first}/${second}` : `${first}/${second}/${third.replace(/\.tsx?$/, '')}`;
}

function violationsOf(file: TextFile, table: ImportTable): string[] {
  const room = roomOf(file.path);
  const isTest = /\.test\.tsx?$/.test(file.path);
  const composes = COMPOSITION.test(file.path);
  if (!isTest && !composes && !table.has(room)) return [`${file.path}: ${room} is not in the import table`];
  const program = programOf(file.path);
  return importsOf(file.text).flatMap(({ specifier, typeOnly }) => {
    const target = targetOf(file.path, specifier);
    if (target === undefined || roomOf(target) === room) return [];
    const where = `${file.path} imports ${typeOnly ? 'types of ' : ''}${roomOf(target)}`;
    if (isTest || composes) return isForeign(program, target) ? [`${where}, of another program`] : [];
    const allowed = table.get(room)?.get(roomOf(target));
    if (allowed === undefined) return [`${where}, which the table does not allow`];
    return allowed === 'types' && !typeOnly ? [`${where}, of which the table allows types only`] : [];
  });
}

function programOf(path: string): string {
  return path.split('/')[0] ?? '';
}

const SHARED: ReadonlySet<string> = new Set(['packages', 'dashboards']);

/** One program never reaches into another; packages are for all, and reach into no program. Tests may use the harness of real services. */
function isForeign(program: string, target: string): boolean {
  const other = programOf(target);
  return !SHARED.has(other) && other !== program && !target.startsWith('test/harness/');
}
