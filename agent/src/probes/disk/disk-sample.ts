import type { Field, Sample } from '../../contract.ts';

/** How a mount stands, besides its sizes; null = not known. */
export interface MountState {
  path: string;
  /** Empty where it is not known. */
  type: string;
  readOnly: boolean | null;
  /** It is read-only and should not be. */
  writeLost: boolean | null;
  readable: boolean | null;
}

/**
 * One mount's sample. How it is mounted and what its device is called may change while it stays the same disk, so neither is a tag: every change would end
 * one series and begin another.
 */
export function diskSample(state: MountState, sizes: readonly Field[]): Sample {
  const { path, type } = state;
  const flag = (is: boolean | null) => (is === null ? null : Number(is));
  return {
    measurement: 'disk',
    tags: { path, fstype: type },
    fields: [
      ...sizes,
      ['read_only', 'none', flag(state.readOnly)],
      ['write_lost', 'none', flag(state.writeLost)],
      ['readable', 'none', flag(state.readable)],
    ],
  };
}
