import { type RecordKind, recordKinds } from '@watchcase/api';
import type { DirectoryRecord, RecordData } from './record.ts';

/** The directory at one moment; it never changes. */
export interface Snapshot {
  /** Grows with each change of the directory. */
  readonly revision: number;
  get(kind: RecordKind, id: string): DirectoryRecord | undefined;
  /** All of a kind, those out of use too, by id. */
  all(kind: RecordKind): readonly DirectoryRecord[];
  /** A version of a policy or a calendar: cases are judged by those of their moment. */
  version(kind: 'policies' | 'calendars', id: string, version: number): RecordData | undefined;
}

type Shelves = ReadonlyMap<RecordKind, ReadonlyMap<string, DirectoryRecord>>;
type Versions = ReadonlyMap<string, RecordData>;

/** What a snapshot is once versions were added to it, in any order; kinds without a change are shared. */
export function withRecords(before: Snapshot, added: readonly DirectoryRecord[], revision: number): Snapshot {
  const shelves = new Map<RecordKind, ReadonlyMap<string, DirectoryRecord>>();
  const byKind = Map.groupBy(added, ({ kind }) => kind);
  const versions = new Map(versionsOf(before));
  for (const kind of recordKinds) {
    const news = byKind.get(kind) ?? [];
    if (kind === 'policies' || kind === 'calendars')
      for (const { id, version, data } of news) versions.set(versionKey(kind, id, version), data);
    shelves.set(kind, news.length === 0 ? shelfOf(before, kind) : shelfWith(shelfOf(before, kind), news));
  }
  return snapshotOf(revision, shelves, versions);
}

/** What snapshots are made of, for the next one. */
const insides = new WeakMap<Snapshot, { shelves: Shelves; versions: Versions }>();

function shelfOf(snapshot: Snapshot, kind: RecordKind): ReadonlyMap<string, DirectoryRecord> {
  return insides.get(snapshot)?.shelves.get(kind) ?? new Map();
}

function versionsOf(snapshot: Snapshot): Versions {
  return insides.get(snapshot)?.versions ?? new Map();
}

function shelfWith(shelf: ReadonlyMap<string, DirectoryRecord>, news: readonly DirectoryRecord[]) {
  const next = new Map(shelf);
  for (const record of news)
    if ((next.get(record.id)?.version ?? 0) < record.version) next.set(record.id, record);
  return next;
}

function versionKey(kind: string, id: string, version: number): string {
  return `${kind}/${id}@${version}`;
}

function snapshotOf(revision: number, shelves: Shelves, versions: Versions): Snapshot {
  const sorted = new Map<RecordKind, readonly DirectoryRecord[]>();
  const snapshot: Snapshot = {
    revision,
    get: (kind, id) => shelves.get(kind)?.get(id),
    all(kind) {
      let list = sorted.get(kind);
      if (list === undefined) {
        list = [...(shelves.get(kind)?.values() ?? [])].toSorted((a, b) => (a.id < b.id ? -1 : 1));
        sorted.set(kind, list);
      }
      return list;
    },
    version: (kind, id, version) => versions.get(versionKey(kind, id, version)),
  };
  insides.set(snapshot, { shelves, versions });
  return snapshot;
}

/** Nothing in it. */
export const emptySnapshot: Snapshot = snapshotOf(0, new Map(), new Map());
