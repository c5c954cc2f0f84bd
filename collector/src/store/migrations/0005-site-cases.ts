import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';

/** A case may be about a whole site. Nothing writes or reads `comes_back_at`: it stays, since there are stores that have it. */
export const siteCases: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `alter table cases add column scope text not null default 'host'`,
    `alter table cases add column comes_back_at ${int}`,
    'create index cases_coming_back on cases (comes_back_at) where comes_back_at is not null',
  ])
    await sql.raw(statement).execute(db);
};
