import type { BackupStatus } from '../contract.ts';
import type { FoundFile } from '../host/index.ts';
import { type Snapshot, statusOf } from './snapshot.ts';
import { sortFiles, type Usable } from './usable.ts';

/**
 * What is said of files that are backups each (pure). Those being written are no backup yet, but count: one that overwrites its predecessor is not "no backup" every
 * night.
 */
export function fileStatus(
  location: string,
  files: readonly FoundFile[],
  { now, ...by }: Usable & { now: number },
): BackupStatus {
  const { usable, growing } = sortFiles(files, by, now);
  const bytes = usable.reduce((sum, file) => sum + file.bytes, 0);
  const status = statusOf(location, usable.map(fileSnapshot), { now, bytes });
  if (growing.length === 0) return status;
  return { ...status, count: (status.count ?? 0) + growing.length };
}

/** A file that has come to rest, as a backup. */
export function fileSnapshot({ path, bytes, modifiedAt }: FoundFile): Snapshot {
  const endedAt = Math.round(modifiedAt);
  return {
    id: `${path} ${modifiedAt}`,
    startedAt: null,
    endedAt,
    kind: 'copy',
    bytes,
    files: 1,
    complete: 'yes',
  };
}
