import { z } from 'zod';

/** What `restic snapshots --json` says of one snapshot; restic 0.17 and later put a summary of the run into it. */
const snapshotSchema = z.object({
  id: z.string(),
  time: z.string().transform((text, context) => {
    const time = Date.parse(text);
    if (Number.isNaN(time)) context.addIssue(`"${text}" is not a time`);
    return time;
  }),
  summary: z.object({ total_bytes_processed: z.number() }).optional(),
});

/** One snapshot: its id, when it was made (Unix milliseconds), how many bytes it holds where the snapshot itself says so. */
export interface Snapshot {
  id: string;
  madeAt: number;
  sizeBytes: number | null;
}

/** restic prints `null` where older versions find nothing. */
const snapshotsSchema = z.array(snapshotSchema).nullable();

const statsSchema = z.object({ total_size: z.number() });

/** Reads the output of `restic snapshots --json`; undefined when it is something else. */
export function parseSnapshots(output: string): Snapshot[] | undefined {
  const { data, success } = snapshotsSchema.safeParse(jsonOf(output));
  if (!success) return undefined;
  return (data ?? []).map(({ id, time, summary }) => ({
    id,
    madeAt: time,
    sizeBytes: summary?.total_bytes_processed ?? null,
  }));
}

/** Reads the bytes out of `restic stats --json`; undefined when it is something else. */
export function parseStats(output: string): number | undefined {
  return statsSchema.safeParse(jsonOf(output)).data?.total_size;
}

function jsonOf(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
