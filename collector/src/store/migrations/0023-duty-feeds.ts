import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Addresses under which calendars read the duty of a person or a team. */
export const dutyFeeds: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  await sql
    .raw(
      `create table duty_feeds (token_sha256 text primary key, id text not null unique, person text, team text, account_id text not null, created_at ${int} not null, created_by text not null, read_at ${int}, ended_at ${int})`,
    )
    .execute(db);
};
