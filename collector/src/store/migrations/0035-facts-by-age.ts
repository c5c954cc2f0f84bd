import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Facts of backup jobs by age: what is too old is found each night without reading all others. */
export const factsByAge: Migration = async (db) => {
  await sql.raw('create index backup_facts_by_age on backup_facts (at)').execute(db);
};
