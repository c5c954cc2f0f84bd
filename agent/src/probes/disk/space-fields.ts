import type { Field } from '../../contract.ts';
import type { Space } from '../../host/index.ts';

/** Their inodes are made out of free space: the number shrinks as the disk fills, and says nothing that free space does not. */
const WITHOUT_INODES = new Set(['bcachefs', 'xfs', 'zfs']);

/**
 * Telegraf's fields of a file system of this type; all null when it did not answer. `used_percent` is df's: what is used, of what everybody may use, so that
 * 100 means full although some is still kept for root. What cannot be is not known (CephFS says that −1 inodes are free). `isFixed` is one that nobody writes:
 * how full it is says nothing.
 */
export function spaceFields(
  space: Space | null,
  { type = '', isFixed = false }: { type?: string; isFixed?: boolean } = {},
): Field[] {
  const it = space === null ? null : sizesOf(space, WITHOUT_INODES.has(type));
  const share = (part: number | null, whole: number | null) => (isFixed ? null : percent(part, whole));
  return [
    ['total', 'bytes', it?.total ?? null],
    ['free', 'bytes', it?.free ?? null],
    ['used', 'bytes', it?.used ?? null],
    ['used_percent', 'percent', it === null ? null : share(it.used, sum(it.used, it.free))],
    ['inodes_total', 'count', it?.inodes ?? null],
    ['inodes_free', 'count', it?.inodesFree ?? null],
    ['inodes_used', 'count', it?.inodesUsed ?? null],
    ['inodes_used_percent', 'percent', it === null ? null : share(it.inodesUsed, it.inodes)],
  ];
}

function sizesOf(space: Space, withoutInodes: boolean) {
  const total = within(space.blocks, Number.MAX_SAFE_INTEGER);
  const free = within(space.free, total);
  const inodes = withoutInodes ? 0 : within(space.inodes, Number.MAX_SAFE_INTEGER);
  const inodesFree = withoutInodes ? 0 : within(space.inodesFree, inodes);
  const bytes = (blocks: number | null) => (blocks === null ? null : blocks * space.blockBytes);
  return {
    total: bytes(total),
    free: bytes(within(space.available, total)),
    used: bytes(less(total, free)),
    inodes,
    inodesFree,
    inodesUsed: less(inodes, inodesFree),
  };
}

/** A number from 0 to `most`; null when it is none. */
function within(value: number, most: number | null): number | null {
  return most !== null && value >= 0 && value <= most ? value : null;
}

function less(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : whole - part;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** 0 of 0 is 0: a file system without a fixed number of inodes has used none of them. */
function percent(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null) return null;
  return whole > 0 ? (100 * part) / whole : 0;
}
