import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { BoundedMap, createSerial, isUserError, UserError } from '@watchcase/runtime';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { guardValues } from './guard-values.ts';
import type { Store } from './contract.ts';
import { copyBeforeMigration } from './copy-before-migration.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

/** Waiting for a lock held by a person's shell, say, before a statement fails. */
const BUSY_MS = 5000;
/** Prepared statements kept per connection; the product's own statements are fewer. */
const STATEMENTS = 500;

/**
 * Opens (and brings up to date) the embedded database. Commits are on disk when they return (WAL, synchronous=FULL). Reads go by a connection
 * of their own and never see a half-done turn. Before an earlier program's schema is changed the file is copied. Errors: STORE_TOO_NEW, STORE_NOT_COPIED, STORE_DAMAGED, STORE_CANNOT_OPEN (UserError).
 */
export async function openSqliteStore(path: string): Promise<Store> {
  const { reader, writer } = await open(path);
  const serial = createSerial();
  return {
    kind: 'sqlite',
    db: reader.kysely,
    transaction: (work) => serial.run(() => writer.kysely.transaction().execute(work)),
    optimize: () => serial.run(async () => void (await sql`PRAGMA optimize`.execute(writer.kysely))),
    async close() {
      await serial.idle();
      await reader.kysely.destroy();
      await writer.kysely.destroy();
    },
  };
}

async function open(path: string) {
  let writer: ReturnType<typeof connect> | undefined;
  try {
    writer = connect(path, false);
    await copyBeforeMigration(writer.kysely, path);
    await migrate(writer.kysely, 'sqlite');
    return { writer, reader: connect(path, true) };
  } catch (error) {
    await writer?.kysely.destroy();
    throw isUserError(error) ? error : unusable(path, error as Error & { errcode?: number });
  }
}

/** SQLite's own codes for a file that is not, or not any more, a database. */
const DAMAGED_CODES = new Set([11, 26]);

function unusable(path: string, error: Error & { errcode?: number }): UserError {
  // The lower byte is the kind of error, the upper ones tell it more finely.
  const damaged = DAMAGED_CODES.has((error.errcode ?? 0) & 0xff);
  return new UserError({
    code: damaged ? 'STORE_DAMAGED' : 'STORE_CANNOT_OPEN',
    place: path,
    message: damaged ? `this is no sound database (${error.message})` : error.message,
    fix: damaged
      ? 'restore it from a backup; keep the damaged file and those beside it for recovery'
      : 'check that the data folder belongs to this user and its disk has space',
  });
}

function connect(path: string, readOnly: boolean): { kysely: Kysely<Tables> } {
  const database = new DatabaseSync(path, { readOnly, timeout: BUSY_MS });
  if (!readOnly)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  const kysely = new Kysely<Tables>({
    dialect: guardValues(new SqliteDialect({ database: shaped(database) })),
  });
  return { kysely };
}

interface Prepared {
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

/** node:sqlite in the shape kysely's dialect expects, with a bounded cache of prepared statements. */
function shaped(database: DatabaseSync): { prepare(sql: string): Prepared; close(): void } {
  const cache = new BoundedMap<string, Prepared>(STATEMENTS);
  return {
    prepare(sql) {
      const known = cache.get(sql);
      if (known !== undefined) return known;
      const prepared = sql === 'rollback' ? rollback(database) : prepare(database.prepare(sql));
      cache.set(sql, prepared);
      return prepared;
    },
    close: () => database.close(),
  };
}

/** After some errors (disk full) SQLite has rolled back by itself; a second time would hide what happened behind an error of its own. */
function rollback(database: DatabaseSync): Prepared {
  const prepared = prepare(database.prepare('rollback'));
  const nothing = { changes: 0, lastInsertRowid: 0 };
  return {
    ...prepared,
    run: (parameters) => (database.isTransaction ? prepared.run(parameters) : nothing),
  };
}

function prepare(statement: StatementSync): Prepared {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
