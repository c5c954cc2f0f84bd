import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/**
 * Backups as facts: each run, copy, drill and missed run a row; what each location has, as its tool last said; and which jobs have news that no policy has judged yet. Jobs
 * that are known count as seen at their newest event: nobody has promised anything of them before.
 */
export const backupFacts: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `create table backup_facts (host_id text not null, job text not null, kind text not null, id text not null, at ${int} not null,
      started_at ${int}, outcome text not null, bytes ${int}, files ${int}, location text not null, detail text not null,
      primary key (host_id, job, kind, id))`,
    `create index backup_facts_at on backup_facts (host_id, job, kind, at)`,
    `create table backup_locations (host_id text not null, job text not null, location text not null, kind text not null, tool text not null,
      asked_at ${int} not null, newest text, oldest_at ${int}, count ${int} not null, bytes ${int}, verified_at ${int}, verification text,
      sound ${int} not null, epoch ${int} not null, seq ${int} not null, primary key (host_id, job, location))`,
    `alter table backup_jobs add column first_seen_at ${int}`,
    `alter table backup_jobs add column news ${int} not null default 0`,
    `update backup_jobs set first_seen_at = coalesce(last_end, last_start, last_success)`,
    `create index backup_jobs_news on backup_jobs (news) where news > 0`,
  ])
    await sql.raw(statement).execute(db);
};
