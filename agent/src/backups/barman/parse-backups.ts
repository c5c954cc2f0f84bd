import { fieldsOf, jsonOf, listOf, numberOf, textOf } from '../json-fields.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * Reads `barman --format json list-backups SERVER`; undefined when it is something else. A run that failed, runs or was killed has a name and a status only, and the name is the
 * local time of whoever ran it: its time is not known, the end of the others is.
 */
export function parseBackups(output: string, server: string): Snapshot[] | undefined {
  return listOf(fieldsOf(jsonOf(output))[server], (raw) => {
    const { backup_id: name, status, end_time_timestamp: end, size_bytes: size } = fieldsOf(raw);
    const [id, state] = [textOf(name), textOf(status)];
    if (id === undefined || state === undefined) return undefined;
    const seconds = numberOf(end);
    // Waiting for WALs it cannot be restored yet, and so is every good one at first.
    const isDone = state === 'DONE';
    if (isDone && seconds === null) return undefined;
    return {
      id: isDone ? id : `${id} (${state})`,
      startedAt: isDone || seconds === null ? null : seconds * 1000,
      endedAt: isDone && seconds !== null ? seconds * 1000 : null,
      kind: 'full',
      bytes: numberOf(size),
      files: null,
      complete: isDone ? 'yes' : 'no',
    };
  });
}
