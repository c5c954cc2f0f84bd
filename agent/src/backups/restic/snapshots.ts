/** One snapshot: its id, when it was made (Unix milliseconds), how many bytes it holds where the snapshot itself says so. */
export interface Snapshot {
  id: string;
  madeAt: number;
  sizeBytes: number | null;
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
  const { id, time, summary } = fieldsOf(raw);
  const madeAt = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (typeof id !== 'string' || Number.isNaN(madeAt)) return undefined;
  if (summary === undefined) return { id, madeAt, sizeBytes: null };
  const sizeBytes = fieldsOf(summary)['total_bytes_processed'];
  return typeof sizeBytes === 'number' ? { id, madeAt, sizeBytes } : undefined;
}

/** Reads the bytes out of `restic stats --json`; undefined when it is something else. */
export function parseStats(output: string): number | undefined {
  const size = fieldsOf(jsonOf(output))['total_size'];
  return typeof size === 'number' ? size : undefined;
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
