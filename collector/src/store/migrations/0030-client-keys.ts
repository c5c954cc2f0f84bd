import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** The key that a host has to show besides its password, where it was given a certificate. */
export const clientKeys: Migration = async (db) => {
  await sql.raw('alter table credentials add column public_key_sha256 text').execute(db);
};
