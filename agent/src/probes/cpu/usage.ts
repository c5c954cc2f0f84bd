import type { Field } from '../../contract.ts';

const KINDS = [
  'user',
  'nice',
  'system',
  'idle',
  'iowait',
  'irq',
  'softirq',
  'steal',
  'guest',
  'guest_nice',
] as const;
type Kind = (typeof KINDS)[number];

/** Time spent since boot by kind, in any one unit; null where the system does not tell. */
export type CpuTimes = Readonly<Record<Kind, number | null>>;

/** The order of proc(5) /proc/stat. */
export const kindsInOrder: readonly Kind[] = KINDS;

/**
 * Share of each kind between two moments, percent. Guests' time is part of `user` and `nice` in the kernel's count; here
 * it is taken out of them, so that the shares add up to 100. All null without an earlier moment or with no time between.
 */
export function usageFields(before: CpuTimes | undefined, now: CpuTimes): Field[] {
  const spent = (kind: Kind) => {
    const value = now[kind];
    // The kernel lets idle and iowait run backwards a little.
    return value === null || before === undefined ? null : Math.max(0, value - (before[kind] ?? 0));
  };
  const guest = spent('guest') ?? 0;
  const guestNice = spent('guest_nice') ?? 0;
  const total = KINDS.reduce((sum, kind) => sum + (spent(kind) ?? 0), -guest - guestNice);
  const inside: Partial<Record<Kind, number>> = { user: guest, nice: guestNice };
  return KINDS.map((kind): Field => {
    const time = spent(kind);
    const share =
      time === null || total <= 0 ? null : (100 * Math.max(0, time - (inside[kind] ?? 0))) / total;
    return [`usage_${kind}`, 'percent', share];
  });
}
