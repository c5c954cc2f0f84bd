import { fieldsOf, momentOf, numberOf, textOf } from '../json-fields.ts';
import { createListReader, type ListReader } from '../list-reader.ts';
import type { Snapshot } from '../snapshot.ts';

/** Reads `wal-g backup-list --detail --json`. One that builds on another has `_D_` in its name. */
export function backupReader(): ListReader<Snapshot> {
  return createListReader(undefined, backupOf);
}

function backupOf(raw: unknown): Snapshot | undefined {
  const fields = fieldsOf(raw);
  const id = textOf(fields['backup_name']);
  const endedAt = momentOf(fields['finish_time']) ?? momentOf(fields['time']);
  if (id === undefined || endedAt === null) return undefined;
  return {
    id,
    startedAt: momentOf(fields['start_time']),
    endedAt,
    kind: id.includes('_D_') ? 'incremental' : 'full',
    bytes: numberOf(fields['uncompressed_size']),
    files: null,
    complete: 'yes',
  };
}
