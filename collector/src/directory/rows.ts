import type { Door, RecordKind } from '@watchcase/api';
import { type Selectable, sql } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tables, Tx } from '../store/index.ts';
import type { DirectoryRecord, RecordData } from './record.ts';

type Db = Store['db'] | Tx;
const REVISION = 'directory_revision';

/** The newest revision of the directory that is committed. */
export async function readRevision(db: Db): Promise<number> {
  const { rows } = await selectRevision(db);
  return Number(rows[0]?.value ?? 0);
}

const selectRevision = prepared((db) => db.selectFrom('meta').select('value').where('key', '=', REVISION));

/** The revision that this transaction makes; others that change the directory wait for its end. */
export async function nextRevision(tx: Tx): Promise<number> {
  const row = await tx
    .updateTable('meta')
    .set({ value: sql`cast(cast(value as bigint) + 1 as text)` })
    .where('key', '=', REVISION)
    .returning('value')
    .executeTakeFirstOrThrow();
  return Number(row.value);
}

/** What was written after one revision, up to another. */
export async function readSince(db: Db, after: number, upTo: number): Promise<DirectoryRecord[]> {
  const rows = await db
    .selectFrom('directory_records')
    .selectAll()
    .where('revision', '>', after)
    .where('revision', '<=', upTo)
    .execute();
  return rows.map(recordOf);
}

/** All versions of a record, the newest first. */
export async function readVersions(db: Db, kind: RecordKind, id: string): Promise<DirectoryRecord[]> {
  const rows = await db
    .selectFrom('directory_records')
    .selectAll()
    .where('kind', '=', kind)
    .where('id', '=', id)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(recordOf);
}

/** What each record was when it last came from a file. */
export async function readApplied(db: Db): Promise<Map<string, RecordData>> {
  const rows = await db
    .selectFrom('directory_records')
    .selectAll()
    .where('door', '=', 'apply')
    .orderBy('version')
    .execute();
  return new Map(rows.map((row) => [keyOf(row), JSON.parse(row.data) as RecordData]));
}

/** How records are told apart: `customers/hongda`. */
export function keyOf({ kind, id }: { kind: string; id: string }): string {
  return `${kind}/${id}`;
}

function recordOf(row: Selectable<Tables['directory_records']>): DirectoryRecord {
  return {
    kind: row.kind as RecordKind,
    id: row.id,
    version: row.version,
    data: JSON.parse(row.data) as RecordData,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    door: row.door as Door,
  };
}
