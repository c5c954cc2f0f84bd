import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** How each backup job stands, and what its days were, a row for each month. Both are written by whoever judges it, so that nobody has to judge again who only asks. */
export const backupDays: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `create table backup_standings (host_id text not null, job text not null, policy text, state text not null, expected_at ${int}, deadline ${int},
      restorable_at ${int}, three_two_one ${int}, verdicts text not null, drilled_at ${int}, drill_due_at ${int}, zone text not null, settled_day ${int} not null,
      judged_at ${int} not null, primary key (host_id, job))`,
    `create table backup_months (host_id text not null, job text not null, month ${int} not null, days text not null, primary key (host_id, job, month))`,
    'create index backup_months_by_age on backup_months (month)',
    `alter table backup_jobs add column news_from ${int}`,
  ])
    await sql.raw(statement).execute(db);
};
