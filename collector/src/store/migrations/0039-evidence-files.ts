import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Files that prove restore drills. A file is a row before the drill that takes it; one that none took goes after a day. */
export const evidenceFiles: Migration = async (db, dialect) => {
  const [int, bytes] = dialect === 'sqlite' ? ['integer', 'blob'] : ['bigint', 'bytea'];
  for (const statement of [
    `create table evidence_files (id text primary key, host_id text not null, job text not null, drill text, name text not null, type text not null,
      size ${int} not null, visibility text not null, created_at ${int} not null, data ${bytes} not null)`,
    'create index evidence_files_by_drill on evidence_files (host_id, job, drill, size)',
    'create index evidence_files_waiting on evidence_files (created_at) where drill is null',
  ])
    await sql.raw(statement).execute(db);
};
