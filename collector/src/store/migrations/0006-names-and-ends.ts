import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/**
 * Names that people give beside those that machines report, and what has ended: hosts that are retired, tokens that are revoked, backup jobs that nobody makes any
 * more. A token remembers who used it, so that a newcomer whose answer was lost can ask again.
 */
export const namesAndEnds: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `alter table hosts add column name_given ${int} not null default 0`,
    'alter table hosts add column reported_name text',
    `alter table hosts add column retired_at ${int}`,
    'alter table enrolments add column for_host text',
    'alter table enrolments add column attempt_sha256 text',
    `alter table enrolments add column revoked_at ${int}`,
    `alter table backup_jobs add column retired_at ${int}`,
    'update hosts set reported_name = name',
  ])
    await sql.raw(statement).execute(db);
};
