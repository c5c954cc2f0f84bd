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
 * to 100. Throws when the total is not known.
 */
export function memoryFields(info: ReadonlyMap<string, number>): Field[] {
  const total = info.get('MemTotal') ?? 0;
  if (total <= 0) throw new Error('/proc/meminfo does not say how much memory there is');
  const step = stepOf(total);
  const inSteps = (bytes: number) => Math.round(bytes / step) * step;
  const plain = (name: string) => {
    const bytes = info.get(name);
    return bytes === undefined ? null : inSteps(bytes);
  };
  return [
    ...shares(total, inSteps(info.get('MemAvailable') ?? estimateAvailable(info))),
    ...PLAIN.map(([field, name]): Field => [field, 'bytes', plain(name)]),
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
  return [...shares(memory.total, memory.available), ['free', 'bytes', memory.free]];
}

function shares(total: number, available: number): Field[] {
  const used = total - available;
  return [
    ['total', 'bytes', total],
    ['available', 'bytes', available],
    ['used', 'bytes', used],
    ['used_percent', 'percent', (100 * used) / total],
    ['available_percent', 'percent', (100 * available) / total],
  ];
}

/** Kernels before 3.14 do not say MemAvailable. */
function estimateAvailable(info: ReadonlyMap<string, number>): number {
  const of = (name: string) => info.get(name) ?? 0;
  return Math.max(0, of('MemFree') + of('Buffers') + of('Cached') - of('Shmem'));
}
