import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** What a page that was delivered said of its case: that something is wrong, or that all is well again. Those from before said that something is wrong. */
export const whatPagesSaid: Migration = async (db) => {
  await sql.raw('alter table pages add column said text').execute(db);
};
