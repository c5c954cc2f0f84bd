import type { Field } from '../../contract.ts';

/** What a disk has done since boot; what is left out is not known. Times in milliseconds. */
export interface DiskActivity {
  reads: number | null;
  writes: number | null;
  readBytes: number | null;
  writeBytes: number | null;
  readTime?: number;
  writeTime?: number;
  mergedReads?: number;
  mergedWrites?: number;
  inProgress?: number;
  ioTime?: number;
  weightedIoTime?: number;
}

/** Telegraf's fields. */
export function activityFields(it: DiskActivity): Field[] {
  return [
    ['reads', 'count', it.reads],
    ['writes', 'count', it.writes],
    ['read_bytes', 'bytes', it.readBytes],
    ['write_bytes', 'bytes', it.writeBytes],
    ['read_time', 'milliseconds', it.readTime ?? null],
    ['write_time', 'milliseconds', it.writeTime ?? null],
    ['merged_reads', 'count', it.mergedReads ?? null],
    ['merged_writes', 'count', it.mergedWrites ?? null],
    ['iops_in_progress', 'count', it.inProgress ?? null],
    ['io_time', 'milliseconds', it.ioTime ?? null],
    ['weighted_io_time', 'milliseconds', it.weightedIoTime ?? null],
  ];
}
