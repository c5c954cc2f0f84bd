import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Of each copy when it expires, where its tool says so. */
export const whenCopiesExpire: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  await sql.raw(`alter table backup_facts add column expires_at ${int}`).execute(db);
};
