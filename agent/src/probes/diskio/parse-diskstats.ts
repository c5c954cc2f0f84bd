import type { DiskActivity } from './activity-fields.ts';

/** Sectors in /proc/diskstats have this size, whatever the disk's own is. */
const SECTOR_BYTES = 512;
const COLUMNS = 14;

/** Reads /proc/diskstats (Documentation/admin-guide/iostats.rst of the kernel); lines with fewer columns are left out. */
export function parseDiskstats(text: string): (DiskActivity & { name: string })[] {
  return text.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    if (columns.length < COLUMNS) return [];
    const at = (index: number) => Number(columns[index]);
    return [
      {
        name: columns[2] ?? '',
        reads: at(3),
        mergedReads: at(4),
        readBytes: at(5) * SECTOR_BYTES,
        readTime: at(6),
        writes: at(7),
        mergedWrites: at(8),
        writeBytes: at(9) * SECTOR_BYTES,
        writeTime: at(10),
        inProgress: at(11),
        ioTime: at(12),
        weightedIoTime: at(13),
      },
    ];
  });
}
