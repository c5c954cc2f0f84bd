import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Why hosts cannot read something, with the place of the event that told it in the host's own sequence; and what of hosts was refused. */
export const whatHostsSay: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    'alter table hosts add column unread text',
    `alter table hosts add column unread_epoch ${int}`,
    `alter table hosts add column unread_seq ${int}`,
    'alter table hosts add column refusals text',
  ])
    await sql.raw(statement).execute(db);
};
