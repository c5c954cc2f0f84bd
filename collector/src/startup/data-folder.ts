import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder, UserError, writeWhole } from '@watchcase/runtime';

/** The folder that holds all of a collector's state. */
export interface DataFolder {
  readonly path: string;
  /** API bearer token of the administrator, as in the file `admin-token`. */
  readonly adminToken: string;
  /** Key that signs acknowledge links. */
  readonly linkSecret: string;
  /** Path of something inside. */
  file(name: string): string;
  /** Writes down where console and API are, for commands on this machine; see addressIn. */
  announce(url: string): void;
  /** Lets another collector use the folder. */
  release(): void;
}

const SECRET_BYTES = 32;
const ADDRESS_FILE = 'address';
const LEAST_SECRET = 16;

/**
 * Opens the data folder for this process alone, making it at first use. Errors: DATA_FOLDER_UNUSABLE, DATA_FOLDER_IN_USE (UserError).
 */
export function openDataFolder(path: string): DataFolder {
  try {
    makeFolder(path);
    const release = lock(path);
    return {
      path,
      adminToken: secretIn(join(path, 'admin-token')),
      linkSecret: secretIn(join(path, 'link-secret')),
      file: (name) => join(path, name),
      announce: (url) => writeFileSync(join(path, ADDRESS_FILE), `${url}\n`),
      release,
    };
  } catch (error) {
    throw error instanceof UserError ? error : unusable(path, error as NodeJS.ErrnoException);
  }
}

/** Where the collector of a data folder listens, or listened last; undefined when it never did. */
export function addressIn(path: string): string | undefined {
  const file = join(path, ADDRESS_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
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

/** Reads a secret, or makes it: complete under its name or not there at all, since an empty one would be known to everybody. */
function secretIn(file: string): string {
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (found !== undefined && found.length >= LEAST_SECRET) return found;
  if (found !== undefined)
    throw new UserError({
      code: 'DATA_FOLDER_UNUSABLE',
      place: file,
      message: `the secret in it has fewer than ${LEAST_SECRET} characters`,
      fix: 'delete the file, a new one is made at the next start',
    });
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  writeWhole(file, `${secret}\n`);
  return secret;
}

function unusable(path: string, error: NodeJS.ErrnoException): UserError {
  return new UserError({
    code: 'DATA_FOLDER_UNUSABLE',
    place: path,
    message: `the data folder cannot be used (${error.code ?? error.message})`,
    fix: 'check that the path exists, is writable by this user and has free space',
  });
}
