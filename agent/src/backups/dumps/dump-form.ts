import type { SnapshotState } from '@watchcase/protocol/light';

/** Forms of dumps whose end can be told. */
export type DumpForm =
  | 'custom'
  | 'tar'
  | 'postgresql'
  | 'postgresql-cluster'
  | 'mysql'
  | 'mydumper'
  | 'unknown';

/** Programs that unpack, by the first bytes of what they pack, as text: what is no UTF-8 is U+FFFD. */
const packers: readonly (readonly [begin: string, program: string])[] = [
  ['\u001f\ufffd', 'gzip'],
  ['(\ufffd/\ufffd', 'zstd'],
  ['\ufffd7zXZ', 'xz'],
  ['BZh', 'bzip2'],
  ['\u0004"M\u0018', 'lz4'],
];

/** The program that unpacks a file that begins so; undefined when it is not packed. */
export function packerOf(head: string): string | undefined {
  return packers.find(([begin]) => head.startsWith(begin))?.[1];
}

/** The form of a dump by its path and its first 512 bytes, unpacked. */
export function formOf(path: string, head: string): DumpForm {
  if (path.endsWith('/metadata') && /Started dump at:/.test(head)) return 'mydumper';
  if (head.startsWith('PGDMP')) return 'custom';
  if (head.includes('ustar') && head.startsWith('toc.dat')) return 'tar';
  if (/^-- PostgreSQL database cluster dump/m.test(head)) return 'postgresql-cluster';
  if (/^-- PostgreSQL database dump/m.test(head)) return 'postgresql';
  if (/^-- (?:MySQL|MariaDB) dump/m.test(head)) return 'mysql';
  return 'unknown';
}

/** The last words of each form whose end is text. pg_dumpall has those of pg_dump within, once for each database. */
const lastWords: Readonly<Partial<Record<DumpForm, RegExp>>> = {
  postgresql: /^-- PostgreSQL database dump complete/m,
  'postgresql-cluster': /^-- PostgreSQL database cluster dump complete/m,
  mysql: /^-- Dump completed/m,
  mydumper: /Finished dump at:/,
};

/** Whether a dump of text is whole, by its last bytes. What has no end that can be told is `warnings`: nobody knows. */
export function judgeTail(form: DumpForm, tail: string): SnapshotState {
  const words = lastWords[form];
  if (words === undefined) return 'warnings';
  return words.test(tail) ? 'yes' : 'no';
}
