import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Cases that no alert opened, and what is attached to cases. A file is a row before the act that attaches it; one that nothing attached goes after a day. */
export const casesByHand: Migration = async (db, dialect) => {
  const [int, bytes] = dialect === 'sqlite' ? ['integer', 'blob'] : ['bigint', 'bytea'];
  for (const statement of [
    `alter table cases add column source text not null default 'alert'`,
    `alter table cases add column kind text not null default 'fault'`,
    `create table attachments (id text primary key, case_id ${int} not null references cases, name text not null, type text not null,
      size ${int} not null, visibility text not null, attached ${int} not null, created_at ${int} not null, data ${bytes} not null)`,
    'create index attachments_by_case on attachments (case_id)',
    'create index attachments_waiting on attachments (created_at) where attached = 0',
  ])
    await sql.raw(statement).execute(db);
};
