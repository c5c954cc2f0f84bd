import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Addresses at which jobs say by themselves how they stand. */
export const pingAddresses: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `create table ping_addresses (token_sha256 text primary key, id text not null unique, host_id text not null, job text, created_at ${int} not null, created_by text not null, last_at ${int}, last_word text, last_text text not null, ended_at ${int})`,
    'create index ping_addresses_of_host on ping_addresses (host_id) where ended_at is null',
  ])
    await sql.raw(statement).execute(db);
};
