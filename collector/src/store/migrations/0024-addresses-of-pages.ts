import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Where a page goes by its channel, for people who have addresses of their own. */
export const addressesOfPages: Migration = async (db) => {
  await sql.raw('alter table pages add column address text').execute(db);
};
