/** Spans a host's charts can show. */
export const ranges = ['1h', '6h', '24h', '7d'] as const;
export type Range = (typeof ranges)[number];

const HOUR_MS = 3_600_000;
const lengths: Readonly<Record<Range, number>> = {
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 168 * HOUR_MS,
};

/** A range's length in milliseconds. */
export function rangeMs(range: Range): number {
  return lengths[range];
}

/** How often a chart of this range is worth reading again, milliseconds: about when its next point is there. */
export function refreshMs(range: Range): number {
  return Math.max(10_000, Math.round(rangeMs(range) / 720));
}
