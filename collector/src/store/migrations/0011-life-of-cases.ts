import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** The life of a case beyond four states: on hold, whose it is, who watches it, what the customer said; and acts that are done once, however often they are asked for. */
export const lifeOfCases: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    ...['confirmed_at', 'held_until', 'rating', 'merged_into'].map(
      (column) => `alter table cases add column ${column} ${int}`,
    ),
    ...['held_reason', 'assignee', 'team'].map((column) => `alter table cases add column ${column} text`),
    `alter table cases add column watchers text not null default '[]'`,
    'update cases set assignee = acknowledged_by',
    'create index cases_held on cases (held_until) where held_until is not null',
    `create table act_keys (key text primary key, case_id ${int} not null references cases, created_at ${int} not null)`,
  ])
    await sql.raw(statement).execute(db);
};
