import { fieldsOf, type Layout, seriesCount, seriesKey } from '@watchcase/protocol';

/** What the numbers of a layout's readings are. */
export interface LayoutSeries {
  layout: Layout;
  /** Where a series of this key stands, and its unit; undefined when it has none. */
  place(key: string): { position: number; unit: string } | undefined;
}

/** Series that lie parsed at once, twice: some 100 bytes each. */
const MOST_SERIES = 20_000;

/**
 * The series of layouts, by their integer, parsed when they are wanted; `read` gives those that are in use as they lie in memory anyway. A host of containers has
 * hundreds of layouts in a month: only what was wanted since the last but one `age` stays, or since the last but one that many series.
 */
export function createLayoutSeries(read: (ref: number) => Layout): {
  of(ref: number): LayoutSeries;
  age(): void;
} {
  let young = new Map<number, LayoutSeries>();
  let old = new Map<number, LayoutSeries>();
  let held = 0;

  function age(): void {
    old = young;
    young = new Map();
    held = 0;
  }

  return {
    of(ref) {
      const known = young.get(ref);
      if (known !== undefined) return known;
      const series = old.get(ref) ?? parsed(read(ref));
      const count = seriesCount(series.layout);
      if (held + count > MOST_SERIES) age();
      held += count;
      young.set(ref, series);
      return series;
    },
    age,
  };
}

function parsed(layout: Layout): LayoutSeries {
  let places: Map<string, { position: number; unit: string }> | undefined;
  return {
    layout,
    place(key) {
      places ??= new Map(
        fieldsOf(layout).map((name, position) => [seriesKey(name), { position, unit: name.unit }]),
      );
      return places.get(key);
    },
  };
}
