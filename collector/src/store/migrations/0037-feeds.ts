import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Calendar addresses are of duty, as so far, or of restore drills that are due. */
export const feeds: Migration = async (db) => {
  for (const statement of [
    'alter table duty_feeds rename to feeds',
    "alter table feeds add column kind text not null default 'duty'",
    'alter table feeds add column customer text',
  ])
    await sql.raw(statement).execute(db);
};
