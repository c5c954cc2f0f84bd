import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Calendar addresses of restore drills that are due. */
export const drillFeeds: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  await sql
    .raw(
      `create table drill_feeds (token_sha256 text primary key, id text not null unique, customer text, account_id text not null, created_at ${int} not null,
        created_by text not null, read_at ${int}, ended_at ${int})`,
    )
    .execute(db);
};
