import { type SeriesName, seriesKey } from '@watchcase/protocol';

/** Tags that may change while what they are of stays: how a disk is mounted, what it is called, how it is formatted. Some agents send them. */
const CHANGING: Readonly<Record<string, readonly string[]>> = { disk: ['mode', 'device', 'fstype'] };

/** What a series is of, as text: its name without the tags that may change. */
export function thingOf(series: SeriesName): string {
  const changing = CHANGING[series.measurement] ?? [];
  const kept = Object.entries(series.tags).filter(([tag]) => !changing.includes(tag));
  return seriesKey({ ...series, tags: Object.fromEntries(kept) });
}
