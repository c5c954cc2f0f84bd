import { fieldsOf, jsonOf, momentOf, numberOf, textsOf } from '../json-fields.ts';
import { createListReader, type ListReader } from '../list-reader.ts';
import type { Snapshot as AnySnapshot } from '../snapshot.ts';

/** One snapshot as restic lists it; only restic 0.17 and later note its size and its end in it. */
export interface Snapshot extends AnySnapshot {
  host: string;
  tags: readonly string[];
  paths: readonly string[];
}

/** Reads the output of `restic snapshots --json`. It prints `null` where older versions find nothing. */
export function snapshotReader(): ListReader<Snapshot> {
  // Mostly all are of one host, and of the same paths: these are kept once.
  let last: Snapshot | undefined;
  return createListReader(undefined, (raw) => (last = alike(snapshotOf(raw), last)));
}

function alike(one: Snapshot | undefined, last: Snapshot | undefined): Snapshot | undefined {
  if (one === undefined || last === undefined) return one;
  return {
    ...one,
    host: one.host === last.host ? last.host : one.host,
    tags: isSame(one.tags, last.tags) ? last.tags : one.tags,
    paths: isSame(one.paths, last.paths) ? last.paths : one.paths,
  };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

/** restic 0.17 and later put a summary of the run into each snapshot. */
function snapshotOf(raw: unknown): Snapshot | undefined {
  const { id, time, summary, hostname, tags, paths } = fieldsOf(raw);
  const startedAt = momentOf(time);
  if (typeof id !== 'string' || startedAt === null) return undefined;
  const { total_bytes_processed: size, total_files_processed: files, backup_end: end } = fieldsOf(summary);
  if (summary !== undefined && typeof size !== 'number') return undefined;
  const endedAt = momentOf(end);
  return {
    id,
    startedAt,
    endedAt: endedAt !== null && endedAt >= startedAt ? endedAt : null,
    kind: 'full',
    bytes: numberOf(size),
    files: numberOf(files),
    complete: 'yes',
    host: typeof hostname === 'string' ? hostname : '',
    tags: textsOf(tags),
    paths: textsOf(paths),
  };
}

/** Reads the bytes out of `restic stats --json`; undefined when it is something else. */
export function parseStats(output: string): number | undefined {
  const size = fieldsOf(jsonOf(output))['total_size'];
  return typeof size === 'number' ? size : undefined;
}

/** Whether the output of `restic cat index` names something that is stored; what is no such output may. */
export function hasPacks(output: string): boolean {
  const { packs } = fieldsOf(jsonOf(output));
  return !(packs === null || (Array.isArray(packs) && packs.length === 0));
}
