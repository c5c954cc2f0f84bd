import { chownSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Gives a file to whom its folder belongs, where root has made it: the agent runs as a user of its own, and root enrols the host and reports backups. Does
 * nothing for other users.
 */
export function giveToFoldersOwner(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  if (uid !== 0) chownSync(path, uid, gid);
}

/** Makes the file, empty and its folder's owner's, before SQLite does: what lies beside a database then has the database's owner by itself. */
export function makeForFoldersOwner(path: string): void {
  if (process.getuid?.() !== 0 || existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  giveToFoldersOwner(path);
}
