/** One snapshot as restic lists it. */
export interface Snapshot {
  id: string;
  /** Unix milliseconds. */
  madeAt: number;
  /** Bytes it holds; null where the snapshot itself does not say so. */
  sizeBytes: number | null;
  host: string;
  tags: readonly string[];
  paths: readonly string[];
}

/** Reads the output of `restic snapshots --json`; undefined when it is something else. It prints `null` where older versions find nothing. */
export function parseSnapshots(output: string): Snapshot[] | undefined {
  const list = jsonOf(output);
  if (list === null) return [];
  if (!Array.isArray(list)) return undefined;
  const snapshots = list.map(snapshotOf);
  return snapshots.every((one) => one !== undefined) ? snapshots : undefined;
}

/** restic 0.17 and later put a summary of the run into each snapshot. */
function snapshotOf(raw: unknown): Snapshot | undefined {
  const { id, time, summary, hostname, tags, paths } = fieldsOf(raw);
  const madeAt = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (typeof id !== 'string' || Number.isNaN(madeAt)) return undefined;
  const sizeBytes = summary === undefined ? null : fieldsOf(summary)['total_bytes_processed'];
  if (sizeBytes !== null && typeof sizeBytes !== 'number') return undefined;
  const host = typeof hostname === 'string' ? hostname : '';
  return { id, madeAt, sizeBytes, host, tags: textsOf(tags), paths: textsOf(paths) };
}

/** Reads the bytes out of `restic stats --json`; undefined when it is something else. */
export function parseStats(output: string): number | undefined {
  const size = fieldsOf(jsonOf(output))['total_size'];
  return typeof size === 'number' ? size : undefined;
}

function textsOf(raw: unknown): string[] {
  return Array.isArray(raw) ? raw.filter((one) => typeof one === 'string') : [];
}

function fieldsOf(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
}

function jsonOf(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
