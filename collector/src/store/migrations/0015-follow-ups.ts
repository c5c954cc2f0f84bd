import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Calls that are due after cases: one for each case that was closed, written with the act that closed it. */
export const followUps: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `create table follow_ups (case_id ${int} primary key references cases, customer_id text not null, due_at ${int} not null,
      done_at ${int}, done_by text, satisfied ${int}, text text)`,
    'create index follow_ups_due on follow_ups (due_at) where done_at is null',
  ])
    await sql.raw(statement).execute(db);
};
