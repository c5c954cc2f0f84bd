import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Under which contract each case falls, why that does not pay for it, and whose open cases are to be looked at because contracts have changed. */
export const whatIsOwed: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    'alter table cases add column contract text',
    'alter table cases add column outside text',
    'create index cases_outside on cases (id) where outside is not null',
    `create table owed_anew (customer_id text primary key, revision ${int} not null, since ${int} not null, after_case ${int} not null)`,
  ])
    await sql.raw(statement).execute(db);
};
