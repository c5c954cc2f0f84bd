import type { LatestSeries } from '@watchcase/api';

/** Series whose key has every word of `search` in it, in the order of their keys. */
export function seriesMatching(series: readonly LatestSeries[], search: string): LatestSeries[] {
  const words = search.toLowerCase().split(/\s+/);
  return series
    .filter((one) => words.every((word) => one.key.toLowerCase().includes(word)))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
