import type { Field } from '../../contract.ts';
import type { Space } from '../../host/index.ts';

/**
 * Telegraf's fields of a file system; all null when it did not answer. `used_percent` is df's: what is used, of what
 * everybody may use, so that 100 means full although some is still kept for root.
 */
export function spaceFields(space: Space | null): Field[] {
  const it = space === null ? null : sizesOf(space);
  return [
    ['total', 'bytes', it?.total ?? null],
    ['free', 'bytes', it?.free ?? null],
    ['used', 'bytes', it?.used ?? null],
    ['used_percent', 'percent', it === null ? null : percent(it.used, it.used + it.free)],
    ['inodes_total', 'count', it?.inodes ?? null],
    ['inodes_free', 'count', it?.inodesFree ?? null],
    ['inodes_used', 'count', it?.inodesUsed ?? null],
    ['inodes_used_percent', 'percent', it === null ? null : percent(it.inodesUsed, it.inodes)],
  ];
}

function sizesOf(space: Space) {
  return {
    total: space.blocks * space.blockBytes,
    free: space.available * space.blockBytes,
    used: (space.blocks - space.free) * space.blockBytes,
    inodes: space.inodes,
    inodesFree: space.inodesFree,
    inodesUsed: space.inodes - space.inodesFree,
  };
}

/** 0 of 0 is 0: a file system without a fixed number of inodes has used none of them. */
function percent(part: number, whole: number): number {
  return whole > 0 ? (100 * part) / whole : 0;
}
