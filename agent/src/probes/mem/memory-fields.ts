import type { Field } from '../../contract.ts';

/** Telegraf's fields and where /proc/meminfo has them. */
const PLAIN: readonly (readonly [field: string, name: string])[] = [
  ['free', 'MemFree'],
  ['buffered', 'Buffers'],
  ['cached', 'Cached'],
  ['active', 'Active'],
  ['inactive', 'Inactive'],
  ['shared', 'Shmem'],
  ['slab', 'Slab'],
  ['dirty', 'Dirty'],
  ['write_back', 'Writeback'],
  ['commit_limit', 'CommitLimit'],
  ['committed_as', 'Committed_AS'],
];

/**
 * `used` is what is not available, so that caches do not count and shared memory does; used and available percent add up
 * to 100. A pool of huge pages is memory set apart, idle or not: ordinary programs can run out beside it, and never get any of it, so the shares are of the
 * rest. `shrinkableArc` is what ZFS's cache would give back, bytes: MemAvailable knows nothing of it. Throws when the total is not known.
 */
export function memoryFields(info: ReadonlyMap<string, number>, shrinkableArc = 0): Field[] {
  const total = info.get('MemTotal') ?? 0;
  if (total <= 0) throw new Error('/proc/meminfo does not say how much memory there is');
  const step = stepOf(total);
  const inSteps = (bytes: number) => Math.round(bytes / step) * step;
  const plain = (name: string) => {
    const bytes = info.get(name);
    return bytes === undefined ? null : inSteps(bytes);
  };
  const pool = hugePoolOf(info);
  const shared = total - pool < step ? total : total - pool;
  const available = (info.get('MemAvailable') ?? estimateAvailable(info)) + shrinkableArc;
  return [
    ['total', 'bytes', total],
    ...shares(shared, Math.min(shared, inSteps(available))),
    ...PLAIN.map(([field, name]): Field => [field, 'bytes', plain(name)]),
    ...hugePages(info, pool),
  ];
}

/** Bytes set apart for huge pages; kernels before 4.17 tell the pages of one size only. */
function hugePoolOf(info: ReadonlyMap<string, number>): number {
  const pages = (info.get('HugePages_Total') ?? 0) * (info.get('Hugepagesize') ?? 0);
  return info.get('Hugetlb') ?? pages;
}

function hugePages(info: ReadonlyMap<string, number>, pool: number): Field[] {
  if (pool === 0) return [];
  return [
    ['huge_page_size', 'bytes', info.get('Hugepagesize') ?? null],
    ['huge_pages_total', 'count', info.get('HugePages_Total') ?? null],
    ['huge_pages_free', 'count', info.get('HugePages_Free') ?? null],
  ];
}

const SHARE = 65_536;

/**
 * A 65536th of all memory or less, a power of two: a few pages come and go all the time, which nobody looks at, and each such change would have to be
 * sent and kept.
 */
function stepOf(total: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(total / SHARE)));
}

/** The same as far as other systems tell. */
export function portableMemoryFields(memory: { total: number; free: number; available: number }): Field[] {
  return [
    ['total', 'bytes', memory.total],
    ...shares(memory.total, memory.available),
    ['free', 'bytes', memory.free],
  ];
}

function shares(of: number, available: number): Field[] {
  const used = of - available;
  return [
    ['available', 'bytes', available],
    ['used', 'bytes', used],
    ['used_percent', 'percent', (100 * used) / of],
    ['available_percent', 'percent', (100 * available) / of],
  ];
}

/** Kernels before 3.14 do not say MemAvailable. */
function estimateAvailable(info: ReadonlyMap<string, number>): number {
  const of = (name: string) => info.get(name) ?? 0;
  return Math.max(0, of('MemFree') + of('Buffers') + of('Cached') - of('Shmem'));
}
