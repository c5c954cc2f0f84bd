import type { SnapshotState } from '@watchcase/protocol/light';
import { fieldsOf, listOf, momentOf, textOf } from '../json-fields.ts';
import type { Snapshot } from '../snapshot.ts';

const states: Readonly<Record<string, SnapshotState>> = { Success: 'yes', Warning: 'warnings' };

/** Reads the `data` of /api/v1/sessions, the runs of one job; undefined when it is something else. A run that has not stopped, failed or was cancelled is no backup. */
export function parseSessions(answer: unknown): Snapshot[] | undefined {
  return listOf(fieldsOf(answer)['data'], (raw) => {
    const { id, creationTime, endTime, state, result } = fieldsOf(raw);
    const startedAt = momentOf(creationTime);
    if (textOf(id) === undefined || startedAt === null) return undefined;
    const { result: outcome } = fieldsOf(result);
    return {
      id: `session ${id as string}`,
      startedAt,
      endedAt: state === 'Stopped' ? momentOf(endTime) : null,
      // Whether it was a full or an incremental run it does not say.
      kind: 'copy',
      bytes: null,
      files: null,
      complete: state === 'Stopped' ? (states[String(outcome)] ?? 'no') : 'no',
    };
  });
}
