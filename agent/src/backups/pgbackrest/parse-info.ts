import type { SnapshotKind } from '@watchcase/protocol/light';
import { fieldsOf, jsonOf, listOf, numberOf, textOf } from '../json-fields.ts';
import type { Snapshot } from '../snapshot.ts';

/** One repository of a stanza. */
export interface Repository {
  key: number;
  /** 0 = it has backups, 2 = it has none, all else = it cannot be told. */
  code: number;
  message: string;
  backups: Snapshot[];
  /** What the backups take there, bytes. */
  bytes: number | null;
}

const kinds: Readonly<Record<string, SnapshotKind>> = {
  full: 'full',
  incr: 'incremental',
  diff: 'differential',
};

/** Reads `pgbackrest info --output=json` of one stanza; undefined when it is something else. The exit code says nothing, and of several repositories each has a status of its own. */
export function parseInfo(output: string): Repository[] | undefined {
  const stanzas = jsonOf(output);
  if (!Array.isArray(stanzas)) return undefined;
  const { repo, backup } = fieldsOf(stanzas[0]);
  const backups = listOf(backup, backupOf);
  if (backups === undefined) return undefined;
  return listOf(repo, (raw) => {
    const { key, status } = fieldsOf(raw);
    const { code, message } = fieldsOf(status);
    if (typeof key !== 'number' || typeof code !== 'number') return undefined;
    const own = backups.filter((one) => one.repo === key);
    const stored = own.map(({ storedBytes }) => storedBytes);
    const bytes = stored.every((one) => one !== null) ? stored.reduce((sum, one) => sum + one, 0) : null;
    return {
      key,
      code,
      message: textOf(message) ?? 'no reason is given',
      backups: own.map(({ snapshot }) => snapshot),
      bytes,
    };
  });
}

/** Labels are in the local time of whoever made the backup: order and age come from the timestamps. */
function backupOf(
  raw: unknown,
): { repo: number; snapshot: Snapshot; storedBytes: number | null } | undefined {
  const { label, type, error, timestamp, info, database } = fieldsOf(raw);
  const { start, stop } = fieldsOf(timestamp);
  const { size, repository } = fieldsOf(info);
  const [id, kind] = [textOf(label), kinds[String(type)]];
  if (id === undefined || kind === undefined || typeof start !== 'number' || typeof stop !== 'number')
    return undefined;
  return {
    // Before 2.32 there was one repository, without a number.
    repo: numberOf(fieldsOf(database)['repo-key']) ?? 1,
    storedBytes: numberOf(fieldsOf(repository)['delta']),
    snapshot: {
      id,
      startedAt: start * 1000,
      endedAt: stop * 1000,
      kind,
      bytes: numberOf(size),
      files: null,
      // Page checksums that do not fit leave the run's exit code and all statuses as they are.
      complete: error === true ? 'warnings' : 'yes',
    },
  };
}
