import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder, UserError } from '@watchcase/runtime/light';
import { makeForFoldersOwner } from './folders-owner.ts';

/**
 * Takes the state folder for this process alone, making it at first use; the kernel lets go of it however the process ends. Errors:
 * STATE_FOLDER_IN_USE, STATE_FOLDER_UNUSABLE (UserError).
 */
export function lockState(folder: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    makeStateFolder(folder);
    const path = join(folder, 'lock.db');
    makeForFoldersOwner(path);
    database = new DatabaseSync(path, { timeout: 500 });
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (by INTEGER)',
    );
  } catch (error) {
    database?.close();
    if (error instanceof UserError || !isHeld(error)) throw stateUnusable(folder, error);
    throw new UserError({
      code: 'STATE_FOLDER_IN_USE',
      place: folder,
      message: 'another agent is running on this state folder',
      fix: 'stop it first, or give this one its own folder with --state DIR',
    });
  }
  const held = database;
  return () => held.close();
}

/** Makes the state folder if there is none. Errors: STATE_FOLDER_UNUSABLE (UserError). */
export function makeStateFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw stateUnusable(folder, error);
  }
}

/** True while an agent holds the state folder. */
export function isStateLocked(folder: string): boolean {
  try {
    const database = new DatabaseSync(join(folder, 'lock.db'), { readOnly: true });
    try {
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
      return false;
    } finally {
      database.close();
    }
  } catch (error) {
    return isHeld(error);
  }
}

function isHeld(error: unknown): boolean {
  return /locked|busy/i.test((error as Error).message);
}

/** What to say when the state folder, or a file in it, cannot be used. */
export function stateUnusable(folder: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  return new UserError({
    code: 'STATE_FOLDER_UNUSABLE',
    place: folder,
    message: `the state folder cannot be used (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
    fix: 'check that it is writable by this user and has free space, or name another with --state DIR',
  });
}
