import { sql } from 'kysely';
import type { Store } from '../../collector/src/store/index.ts';

/** Words are an index of their own, written behind the cases. */
const LEFT_OUT = /^(?:case|article)_words/;
/** A turn's mark is new each time, and the directory counts changes that change nothing. */
const MARK = /^\{"key":"(?:turn|directory_revision)",/;

/** Every row of every table, as text that is the same for the same rows. */
export async function dumpStore(store: Store): Promise<Record<string, string[]>> {
  const tables =
    store.kind === 'sqlite'
      ? sql<{
          name: string;
        }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
      : sql<{
          name: string;
        }>`select table_name as name from information_schema.tables where table_schema = 'public'`;
  const dump: Record<string, string[]> = {};
  for (const { name } of (await tables.execute(store.db)).rows.filter(
    (table) => !LEFT_OUT.test(table.name),
  )) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(store.db);
    if (rows.length > 0)
      dump[name] = rows
        .map((row) => JSON.stringify(row))
        .filter((row) => !MARK.test(row))
        .sort();
  }
  return dump;
}

/** Numbers that a transaction took and gave up are given out again, so that rows written afterwards can be compared. */
export async function reuseNumbers(store: Store): Promise<void> {
  if (store.kind === 'sqlite') return;
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.columns
    where table_schema = 'public' and is_identity = 'YES'`.execute(store.db);
  for (const { name } of rows)
    await sql`select setval(pg_get_serial_sequence(${name}, 'id'), coalesce(max(id), 1), max(id) is not null)
      from ${sql.table(name)} where id > 0`.execute(store.db);
}
