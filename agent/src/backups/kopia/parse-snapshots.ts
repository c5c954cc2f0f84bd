import { fieldsOf, momentOf, numberOf, textOf } from '../json-fields.ts';
import { createListReader, type ListReader } from '../list-reader.ts';
import type { Snapshot } from '../snapshot.ts';

/** A snapshot and whose it is: user@host:path. */
export interface SourceSnapshot {
  source: string;
  snapshot: Snapshot;
}

/** Reads `kopia snapshot list --all --json`. `incomplete` says why one is no whole snapshot: checkpoint, canceled … */
export function snapshotReader(): ListReader<SourceSnapshot> {
  return createListReader(undefined, snapshotOf);
}

function snapshotOf(raw: unknown): SourceSnapshot | undefined {
  const { id, source, startTime, endTime, incomplete, stats, rootEntry } = fieldsOf(raw);
  const { host, userName, path } = fieldsOf(source);
  const [startedAt, endedAt] = [momentOf(startTime), momentOf(endTime)];
  if (textOf(id) === undefined || textOf(path) === undefined || startedAt === null) return undefined;
  const counted = fieldsOf(stats);
  const summary = fieldsOf(fieldsOf(rootEntry)['summ']);
  const errors = numberOf(counted['errorCount']) ?? numberOf(summary['numFailed']) ?? 0;
  return {
    source: `${String(userName)}@${String(host)}:${String(path)}`,
    snapshot: {
      id: id as string,
      startedAt,
      // A run that goes on leaves a checkpoint every three quarters of an hour.
      endedAt: incomplete === 'checkpoint' ? null : endedAt,
      kind: 'full',
      bytes: numberOf(summary['size']) ?? numberOf(counted['totalSize']),
      files: numberOf(summary['files']) ?? numberOf(counted['fileCount']),
      complete: textOf(incomplete) !== undefined ? 'no' : errors > 0 ? 'warnings' : 'yes',
    },
  };
}
