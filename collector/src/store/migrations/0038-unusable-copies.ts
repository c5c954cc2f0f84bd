import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Of each location the newest copy that cannot be restored, where it is newer than the newest that can. */
export const unusableCopies: Migration = async (db) => {
  await sql.raw('alter table backup_locations add column unusable text').execute(db);
};
