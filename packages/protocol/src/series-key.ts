import type { SeriesName } from './layout-names.ts';

/** A series as text: `measurement.field{tag="value",…}`, tags in the order of their names; without braces when it has none. */
export function seriesKey(name: Pick<SeriesName, 'measurement' | 'field' | 'tags'>): string {
  const tags = Object.entries(name.tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]) => `${tag}=${JSON.stringify(value)}`);
  return `${name.measurement}.${name.field}${tags.length === 0 ? '' : `{${tags.join(',')}}`}`;
}
