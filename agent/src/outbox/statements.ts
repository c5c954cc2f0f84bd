import type { DatabaseSync, StatementSync } from 'node:sqlite';

const kept = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** A statement of a database, prepared when it is first asked for. */
export function statement(database: DatabaseSync, sql: string): StatementSync {
  let own = kept.get(database);
  if (own === undefined) kept.set(database, (own = new Map()));
  let prepared = own.get(sql);
  if (prepared === undefined) own.set(sql, (prepared = database.prepare(sql)));
  return prepared;
}
