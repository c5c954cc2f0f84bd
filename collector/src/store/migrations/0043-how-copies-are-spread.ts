import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Of each place how many days, weeks and months its copies are of, as its tool said last. */
export const howCopiesAreSpread: Migration = async (db) => {
  await sql.raw('alter table backup_locations add column spread text').execute(db);
};
