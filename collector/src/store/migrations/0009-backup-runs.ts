import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/**
 * Runs of backup jobs by their own number, and which event a job's facts are from: a clock that is set back, and runs that overlap, say nothing about which is the
 * newest. What was written before has no event, and goes by its time.
 */
export const backupRuns: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `create table backup_runs (host_id text not null, job text not null, run text not null, started_at ${int}, ended_at ${int},
      watched ${int} not null, epoch ${int} not null, seq ${int} not null, primary key (host_id, job, run))`,
    ...['start', 'end', 'success'].flatMap((fact) => [
      `alter table backup_jobs add column ${fact}_epoch ${int}`,
      `alter table backup_jobs add column ${fact}_seq ${int}`,
    ]),
  ])
    await sql.raw(statement).execute(db);
};
