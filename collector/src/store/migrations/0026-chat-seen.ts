import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** What was said by chat, so that it is dealt with once. */
export const chatSeen: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  await sql
    .raw(`create table chat_seen (key text primary key, at ${int} not null, done_at ${int})`)
    .execute(db);
};
