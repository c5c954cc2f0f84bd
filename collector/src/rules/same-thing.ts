import { type SeriesName, seriesKey } from '@watchcase/protocol';

/** Tags that may change while what they are of stays: how a disk is mounted, what it is called, how it is formatted. Some agents send them. */
const CHANGING: Readonly<Record<string, readonly string[]>> = { disk: ['mode', 'device', 'fstype'] };

/** What a series is of, as text: its name without the tags that may change. */
export function thingOf(series: Pick<SeriesName, 'measurement' | 'field' | 'tags'>): string {
  const changing = CHANGING[series.measurement] ?? [];
  const kept = Object.entries(series.tags).filter(([tag]) => !changing.includes(tag));
  return seriesKey({ ...series, tags: Object.fromEntries(kept) });
}

/** The same of a series that is known by its key alone. */
export function thingOfKey(key: string): string {
  const [measurement = '', field = ''] = nameOfKey(key).split('.');
  const tags = [...key.matchAll(/([^{,=]+)=("(?:[^"\\]|\\.)*")/g)].map(([, tag = '', value = '""']) => [
    tag,
    JSON.parse(value) as string,
  ]);
  return thingOf({ measurement, field, tags: Object.fromEntries(tags) as Record<string, string> });
}

/** Measurement and field in a key. */
export function nameOfKey(key: string): string {
  return key.split('{', 1)[0] ?? '';
}
