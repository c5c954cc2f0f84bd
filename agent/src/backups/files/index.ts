import { UserError } from '@watchcase/runtime/light';
import type { z } from 'zod';
import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { newestOf } from '../newest.ts';
import { sortFiles } from './usable.ts';
import type { options } from './options.ts';

type Options = z.output<typeof options>;

/** More files than the host gives: the newest may not be among them. */
const MOST_FILES = 10_000;

/** Looks at backup files by pattern: how old the newest is, how large, how many there are. */
export default defineBackupTool<typeof options>({
  name: 'files',
  status: (settings, host, now) =>
    Promise.all(settings.patterns.map((pattern) => statusOf(pattern, settings, { host, now }))),
});

async function statusOf(
  location: string,
  { ignore, minBytes, settle }: Options,
  { host, now }: { host: Host; now: number },
): Promise<BackupStatus> {
  await mustAnswer(host, location);
  const found = await host.files(location);
  if (found.length >= MOST_FILES) throw new UserError(tooMany(location));
  const { usable, growing } = sortFiles(found, { ignore, minBytes, settleMs: settle }, now);
  const newest = newestOf(usable, ({ modifiedAt }) => modifiedAt, now);
  const count = newest.count + growing.length;
  if (newest.backup === null) return { location, ageSeconds: null, sizeBytes: null, count };
  return { location, ageSeconds: newest.ageSeconds, sizeBytes: newest.backup.bytes, count };
}

/** A share that is not mounted must not look like a folder without backups. */
async function mustAnswer(host: Host, pattern: string): Promise<void> {
  const fixed = pattern.slice(0, pattern.search(/[*?[{]|$/));
  const folder = fixed.slice(0, fixed.lastIndexOf('/')) || '/';
  if ((await host.space(folder)) !== null) return;
  throw new UserError({
    code: 'BACKUP_FOLDER_UNREADABLE',
    place: pattern,
    message: `the folder ${folder} is not there, may not be read, or its file system does not answer`,
    fix: 'check that the disk or share is mounted and that the user of the agent may read it',
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
