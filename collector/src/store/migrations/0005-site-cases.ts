import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** A case may be about a whole site; one that was ended while something of it fires may open again by itself. */
export const siteCases: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `alter table cases add column scope text not null default 'host'`,
    `alter table cases add column comes_back_at ${int}`,
    'create index cases_coming_back on cases (comes_back_at) where comes_back_at is not null',
  ])
    await sql.raw(statement).execute(db);
};
