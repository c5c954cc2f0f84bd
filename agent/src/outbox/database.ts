import { DatabaseSync } from 'node:sqlite';
import { makeForFoldersOwner } from './folders-owner.ts';

/** What a failed statement says about the file: its content is broken, the disk takes no more, or another fault of ours. */
export type DatabaseFault = 'damaged' | 'refused' | 'bug';

const BUSY_MS = 3000;
const DAMAGED = new Set([11, 26]);
/** PERM, BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN. */
const REFUSED = new Set([3, 5, 6, 8, 10, 13, 14]);

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS message (
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    after INTEGER NOT NULL,
    kind TEXT NOT NULL,
    time INTEGER NOT NULL,
    layout TEXT,
    body TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (epoch, seq)
  );
  CREATE INDEX IF NOT EXISTS message_by_age ON message (kind, epoch, seq, bytes);
  CREATE TABLE IF NOT EXISTS epoch (
    epoch INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL,
    last_kept INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS layout (id TEXT PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS spool (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    event TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS backup_job (
    job TEXT PRIMARY KEY,
    started_at INTEGER,
    ended_at INTEGER,
    succeeded_at INTEGER,
    ok INTEGER,
    duration_seconds REAL,
    size_bytes REAL
  );
  CREATE TABLE IF NOT EXISTS backup_run (
    run TEXT PRIMARY KEY,
    job TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    process TEXT
  );
`;

/** Opens the outbox file, making it at first use. Throws node:sqlite's error; see faultOf. */
export function openDatabase(path: string): DatabaseSync {
  makeForFoldersOwner(path);
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Reads every page once; throws as a statement on a broken page would. */
export function checkDatabase(database: DatabaseSync): void {
  const [first] = database.prepare('PRAGMA quick_check(1)').all();
  if (first?.['quick_check'] !== 'ok')
    throw Object.assign(new Error(`the file is damaged: ${String(first?.['quick_check'])}`), { errcode: 11 });
}

/** Sorts an error by what can be done about it. */
export function faultOf(error: unknown): DatabaseFault {
  const primary = ((error as { errcode?: number }).errcode ?? -1) & 0xff;
  if (DAMAGED.has(primary)) return 'damaged';
  return REFUSED.has(primary) ? 'refused' : 'bug';
}
