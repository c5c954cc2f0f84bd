import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Finds what a person got by a channel of late. */
export const whatPeopleGot: Migration = async (db) => {
  await sql
    .raw(`create index pages_delivered on pages (person, channel, finished_at) where state = 'delivered'`)
    .execute(db);
};
