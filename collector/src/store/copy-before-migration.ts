import { chmodSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '@watchcase/runtime';
import { type Kysely, sql } from 'kysely';
import { newestSchema, readSchemaVersion } from './migrate.ts';
import type { Tables } from './tables.ts';

/**
 * Copies a SQLite database that an earlier program wrote before its schema is changed, to a file beside it that is named for that schema: an older program can go on with it. What was copied before
 * an earlier upgrade goes. Errors: STORE_NOT_COPIED (UserError); then nothing was changed.
 */
export async function copyBeforeMigration(db: Kysely<Tables>, path: string): Promise<void> {
  const version = await readSchemaVersion(db);
  if (version === 0 || version >= newestSchema) return;
  const stem = basename(path, '.db');
  const name = `${stem}.schema-${version}.db`;
  const copy = join(dirname(path), name);
  try {
    rmSync(`${copy}.new`, { force: true });
    await sql`VACUUM INTO ${`${copy}.new`}`.execute(db);
    chmodSync(`${copy}.new`, 0o600);
    renameSync(`${copy}.new`, copy);
  } catch (error) {
    throw new UserError({
      code: 'STORE_NOT_COPIED',
      place: copy,
      message: `the database is not brought up to date, since it could not be copied before (${(error as Error).message})`,
      fix: 'free as much space as the database has, or go on with the program that wrote it; nothing was changed',
    });
  }
  const earlier = readdirSync(dirname(path)).filter(
    (other) => other.startsWith(`${stem}.schema-`) && other.endsWith('.db') && other !== name,
  );
  for (const other of earlier) rmSync(join(dirname(path), other));
}
