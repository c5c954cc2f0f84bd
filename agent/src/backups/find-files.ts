import { UserError } from '@watchcase/runtime/light';
import type { FoundFile, Host } from '../host/index.ts';

/** More files than the host gives: the newest may not be among them. */
const MOST_FILES = 10_000;

/**
 * Files that a pattern names. Throws a UserError where a share is not mounted or a folder may not be read, which must not look like a folder without backups, and where
 * there are too many.
 */
export async function findFiles(pattern: string, host: Host): Promise<FoundFile[]> {
  const fixed = pattern.slice(0, pattern.search(/[*?]|$/));
  const folder = fixed.slice(0, fixed.lastIndexOf('/')) || '/';
  if ('fault' in (await host.space(folder)))
    throw unreadable(
      pattern,
      `the folder ${folder} is not there, may not be read, or its file system does not answer`,
    );
  const found = await host.files(pattern).catch((error: Error) => {
    throw unreadable(pattern, error.message);
  });
  if (found.length >= MOST_FILES) throw new UserError(tooMany(pattern));
  return found;
}

function unreadable(place: string, message: string): UserError {
  return new UserError({
    code: 'BACKUP_FOLDER_UNREADABLE',
    place,
    message,
    fix: 'check that the disk or share is mounted and that the user of the agent may read its folders',
  });
}

function tooMany(place: string) {
  return {
    code: 'BACKUP_TOO_MANY_FILES',
    place,
    message: `the pattern names ${MOST_FILES} files or more; the newest may not be among those looked at`,
    fix: 'make the pattern narrower, or delete old backups',
  };
}
