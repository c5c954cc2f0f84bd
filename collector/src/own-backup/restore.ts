import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeFolder, UserError } from '@watchcase/runtime';
import { STORE } from './create.ts';
import { type Manifest, MANIFEST } from './manifest.ts';
import { type ProgramEnv, restorePostgres } from './postgres-programs.ts';
import { unseal } from './seal.ts';
import { verifyBackup } from './verify.ts';
import { bytesOf, writeFile } from './write-file.ts';

/** What is put back, and where. */
export interface RestoreNeeds {
  /** Folder of one backup. */
  from: string;
  /** Data folder that is made; it must be empty or not there. */
  data: string;
  /** URL of an empty PostgreSQL database; undefined where the store is SQLite. */
  postgres: string | undefined;
  /** Private key, PEM, of an encrypted backup. */
  key: string | undefined;
  env: ProgramEnv;
}

/**
 * Looks through a backup and makes a data folder of it, which has its name once it is complete. The collector that is started on it takes care of what may have happened since. Errors:
 * those of verifyBackup, BACKUP_TARGET_IN_USE, BACKUP_OTHER_STORE, BACKUP_KEY_WRONG.
 */
export async function restoreBackup(needs: RestoreNeeds): Promise<Manifest> {
  const { from, key, env, postgres } = needs;
  const data = resolve(needs.data);
  if (existsSync(data) && readdirSync(data).length > 0) throw inUse(needs.data);
  const { manifest, isRead } = await verifyBackup(from, { key, env });
  if (!isRead) throw keyMissing(from);
  if ((manifest.store === 'postgres') !== (postgres !== undefined)) throw otherStore(from, manifest);
  const making = `${data}.restoring`;
  rmSync(making, { recursive: true, force: true });
  try {
    makeFolder(dirname(data));
    for (const { name } of manifest.files) {
      const bytes = bytesOf(join(from, name));
      const isPlain = manifest.sealedTo === null || key === undefined;
      await writeFile(join(making, name), isPlain ? bytes : unseal(bytes, { key, name }));
    }
    if (postgres !== undefined) {
      await restorePostgres(postgres, join(making, STORE.postgres), env);
      rmSync(join(making, STORE.postgres));
    }
    await writeFile(join(making, MANIFEST), bytesOf(join(from, MANIFEST)));
    if (existsSync(data)) rmdirSync(data);
    renameSync(making, data);
    return manifest;
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

function inUse(place: string): UserError {
  return new UserError({
    code: 'BACKUP_TARGET_IN_USE',
    place,
    message: 'there is something in this folder already',
    fix: 'name a folder that is empty or not there, or move this one aside: --data DIR',
  });
}

function keyMissing(place: string): UserError {
  return new UserError({
    code: 'BACKUP_KEY_WRONG',
    place,
    message: 'this backup is encrypted',
    fix: 'name the private key that "watchcase backup key" wrote: --key FILE',
  });
}

function otherStore(place: string, { store }: Manifest): UserError {
  return new UserError({
    code: 'BACKUP_OTHER_STORE',
    place,
    message: `the store in it is ${store === 'sqlite' ? 'SQLite' : 'PostgreSQL'}, and the config says another`,
    fix: 'name a config with the same kind of store: --config FILE (the one of then is config.yaml in the backup)',
  });
}
