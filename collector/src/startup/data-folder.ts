import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '@watchcase/runtime';

/** The folder that holds all of a collector's state. */
export interface DataFolder {
  readonly path: string;
  /** API bearer token of the administrator, as in the file `admin-token`. */
  readonly adminToken: string;
  /** Key that signs acknowledge links. */
  readonly linkSecret: string;
  /** Path of something inside. */
  file(name: string): string;
  /** Lets another collector use the folder. */
  release(): void;
}

const SECRET_BYTES = 32;

/**
 * Opens the data folder for this process alone, making it at first use. Errors: DATA_FOLDER_UNUSABLE, DATA_FOLDER_IN_USE (UserError).
 */
export function openDataFolder(path: string): DataFolder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const release = lock(path);
    return {
      path,
      adminToken: secretIn(join(path, 'admin-token')),
      linkSecret: secretIn(join(path, 'link-secret')),
      file: (name) => join(path, name),
      release,
    };
  } catch (error) {
    throw error instanceof UserError ? error : unusable(path, error as NodeJS.ErrnoException);
  }
}

/** An exclusive SQLite lock: the kernel lets go of it however this process ends. */
function lock(path: string): () => void {
  const database = new DatabaseSync(join(path, 'lock.db'));
  try {
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (by INTEGER)',
    );
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    throw new UserError({
      code: 'DATA_FOLDER_IN_USE',
      place: path,
      message: 'another collector is running on this data folder',
      fix: 'stop it first, or give this one its own folder with --data DIR',
    });
  }
  return () => database.close();
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
    return secret;
  }
}

function unusable(path: string, error: NodeJS.ErrnoException): UserError {
  return new UserError({
    code: 'DATA_FOLDER_UNUSABLE',
    place: path,
    message: `the data folder cannot be used (${error.code ?? error.message})`,
    fix: 'check that the path exists, is writable by this user and has free space',
  });
}
