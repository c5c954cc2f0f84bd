import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Finds the targets that were missed since a moment: they are few among all lines. */
export const missedTargets: Migration = async (db) => {
  await sql
    .raw(`create index case_events_breached on case_events (time) where kind = 'breached'`)
    .execute(db);
};
