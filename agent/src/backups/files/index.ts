import { UserError } from '@watchcase/runtime/light';
import type { z } from 'zod';
import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { newestOf } from '../newest.ts';
import { unknownStatus } from '../unknown-status.ts';
import { sortFiles } from './usable.ts';
import type { options } from './options.ts';

type Options = z.output<typeof options>;

/** More files than the host gives: the newest may not be among them. */
const MOST_FILES = 10_000;

/** Looks at backup files by pattern: how old the newest is, how large, how many there are. One pattern that cannot be looked at leaves the others alone. */
export default defineBackupTool<typeof options>({
  name: 'files',
  status: (settings, host, now) =>
    Promise.all(
      settings.patterns.map((pattern) =>
        statusOf(pattern, settings, { host, now }).catch((error: unknown) => unknownStatus(pattern, error)),
      ),
    ),
});

async function statusOf(
  location: string,
  { ignore, minBytes, settle }: Options,
  { host, now }: { host: Host; now: number },
): Promise<BackupStatus> {
  const found = await filesOf(location, host);
  const { usable, growing } = sortFiles(found, { ignore, minBytes, settleMs: settle }, now);
  const newest = newestOf(usable, { madeAt: ({ modifiedAt }) => modifiedAt, now, location });
  const count = newest.count + growing.length;
  if (newest.backup === null) return { location, ageSeconds: null, sizeBytes: null, count };
  const { path, bytes, modifiedAt } = newest.backup;
  return {
    location,
    ageSeconds: newest.ageSeconds,
    sizeBytes: bytes,
    count,
    newest: `${path} ${modifiedAt}`,
  };
}

/** A share that is not mounted, or a folder that may not be read, must not look like a folder without backups. */
async function filesOf(pattern: string, host: Host) {
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
