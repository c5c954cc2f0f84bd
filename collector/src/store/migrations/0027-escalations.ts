import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Chains that cases were given, and how far each has come in its own. */
export const escalations: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    'create table case_chains (id text primary key, data text not null)',
    `create table escalations (case_id ${int} primary key, content text not null, round integer not null, step integer not null, because text not null, next_at ${int}, lapsed integer not null)`,
    'create index escalations_next on escalations (next_at) where next_at is not null',
  ])
    await sql.raw(statement).execute(db);
};
