import { fieldsOf, type Layout, seriesKey } from '@watchcase/protocol';

/** What the numbers of a layout's readings are. */
export interface LayoutSeries {
  layout: Layout;
  /** Where a series of this key stands, and its unit; undefined when it has none. */
  place(key: string): { position: number; unit: string } | undefined;
}

/**
 * The series of layouts, by their integer, parsed when they are wanted. A host of containers has hundreds of layouts in a month: those in use are few, and
 * only what was wanted since the last but one `age` stays in memory.
 */
export function createLayoutSeries(read: (ref: number) => Layout): {
  of(ref: number): LayoutSeries;
  age(): void;
} {
  let young = new Map<number, LayoutSeries>();
  let old = new Map<number, LayoutSeries>();

  return {
    of(ref) {
      const known = young.get(ref);
      if (known !== undefined) return known;
      const series = old.get(ref) ?? parsed(read(ref));
      young.set(ref, series);
      return series;
    },
    age() {
      old = young;
      young = new Map();
    },
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
