import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** What the auditor did for open cases that nobody was at, and when it looked at each shard last. */
export const audits: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `create table case_audits (case_id ${int} primary key references cases, next_at ${int} not null, repairs ${int} not null)`,
    `create table audit_passes (shard ${int} primary key, at ${int} not null, forgotten ${int} not null)`,
  ])
    await sql.raw(statement).execute(db);
};
