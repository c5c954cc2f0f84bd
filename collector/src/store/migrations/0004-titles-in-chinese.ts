import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Titles in a second language. What was written before has one text, which stays good for every reader. */
export const titlesInChinese: Migration = async (db) => {
  for (const table of ['alerts', 'cases', 'case_evidence'])
    await sql.raw(`alter table ${table} add column title_zh text`).execute(db);
};
