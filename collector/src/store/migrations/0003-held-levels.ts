import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Each level of an alert has held for a time of its own, and `keepFiring` has passed apart from when the condition was last true. */
export const heldLevels: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  await sql.raw(`alter table alerts add column held_levels text not null default '{}'`).execute(db);
  await sql.raw(`alter table alerts add column quiet_ms ${int}`).execute(db);
};
