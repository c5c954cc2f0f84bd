import { DatabaseSync } from 'node:sqlite';
import { UserError } from '@watchcase/runtime';
import { convertFirstForm } from './convert.ts';

/**
 * Readings as they came are in `blocks`, oldest id first: one row for what was acknowledged together. Averages have one row per host and bucket. `marks` say
 * how far the store has committed the blocks, and how far the time-series database has taken them. The readings of a block that is `late` came too late for
 * rules to judge them. `layouts.last` is when a reading of it was last heard of, about to the hour; 0 at first.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS hosts (ref INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS layouts (
    ref INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, groups TEXT NOT NULL, last INTEGER NOT NULL DEFAULT 0, stream TEXT NOT NULL DEFAULT '',
    interval INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, host INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, first INTEGER NOT NULL,
    data BLOB NOT NULL, late INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS blocks_of_host ON blocks (host, first);
  CREATE TABLE IF NOT EXISTS averages (
    host INTEGER NOT NULL, step INTEGER NOT NULL, time INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (host, step, time)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rolled (
    host INTEGER NOT NULL, step INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (host, step)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, block INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Grows when an earlier program could no longer read the file, or would break it. Programs from before it was written down left 0. */
const FORM = 1;

/** Opens (making it at first use) the file that holds readings; a commit is on disk when it returns. Errors: STORE_TOO_NEW (UserError), and then the file is as it was. */
export function openHistoryDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 });
  refuseNewer(database, file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA user_version = ${FORM}`);
  convertFirstForm(database, SCHEMA);
  database.exec(SCHEMA);
  addColumn(database, 'blocks', 'late INTEGER NOT NULL DEFAULT 0');
  addColumn(database, 'layouts', 'last INTEGER NOT NULL DEFAULT 0');
  addColumn(database, 'layouts', "stream TEXT NOT NULL DEFAULT ''");
  addColumn(database, 'layouts', 'interval INTEGER NOT NULL DEFAULT 0');
  return database;
}

function refuseNewer(database: DatabaseSync, file: string): void {
  const form = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (form <= FORM) return;
  database.close();
  throw new UserError({
    code: 'STORE_TOO_NEW',
    place: file,
    message: `the readings are of form ${form}, this program knows up to ${FORM}`,
    fix: 'start the newer program that wrote them, or restore a backup from before the upgrade',
  });
}

/** A file from before has it not: nothing in it is known to have come late, its layouts are as good as new, and say their stream when they are used again. */
function addColumn(database: DatabaseSync, table: 'blocks' | 'layouts', column: string): void {
  const columns = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
  if (columns.some(({ name }) => name === column.split(' ')[0])) return;
  database.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
}
