import type { Field, Sample } from '../../contract.ts';

/**
 * One mount's sample. How it is mounted and what its device is called may change while it stays the same disk, so neither is a tag: every change would end
 * one series and begin another.
 */
export function diskSample(
  { path, type, writable }: { path: string; type: string; writable: boolean },
  fields: readonly Field[],
): Sample {
  return {
    measurement: 'disk',
    tags: { path, fstype: type },
    fields: [...fields, ['read_only', 'none', writable ? 0 : 1]],
  };
}
