import { DatabaseSync } from 'node:sqlite';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS hosts (ref INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS layouts (ref INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, groups TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS streams (host INTEGER NOT NULL, layout INTEGER NOT NULL, PRIMARY KEY (host, layout)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cursors (host TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (host, epoch)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS points (
    step INTEGER NOT NULL, host INTEGER NOT NULL, layout INTEGER NOT NULL, time INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (host, step, layout, time)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rolled (
    step INTEGER NOT NULL, host INTEGER NOT NULL, layout INTEGER NOT NULL, until INTEGER NOT NULL,
    PRIMARY KEY (step, host, layout)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS queue (id INTEGER PRIMARY KEY AUTOINCREMENT, lines INTEGER NOT NULL, bytes INTEGER NOT NULL, body BLOB NOT NULL);
`;

/** Opens (making it at first use) the file that holds readings; a commit is on disk when it returns. */
export function openHistoryDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(SCHEMA);
  return database;
}
