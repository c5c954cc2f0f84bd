import type { SeriesName } from '@watchcase/protocol';
import { matchesPattern } from './language/pattern.ts';
import type { SeriesNode, TagFilter } from './language/syntax.ts';

/** A series and where its values are. */
export interface Bound extends SeriesName {
  position: number;
  layout: string;
  intervalMs: number;
}

type Labels = Readonly<Record<string, string>>;

/** Finds series by what rules call them, in time that does not grow with how many a host has. */
export interface SeriesIndex {
  /** The different values that the labels `each` have among the series a node names; series that lack one are left out. */
  labelSets(node: SeriesNode, each: readonly string[]): Labels[];
  /** The series a node names for these labels; a series without one of the labels fits any value of it. `each` is that of the node's rule. */
  find(node: SeriesNode, each: readonly string[], labels: Labels): Bound[];
  /** All series with a node's measurement and field, whatever their tags. */
  named(node: SeriesNode): readonly Bound[];
  /** True when some series is of this measurement. */
  reports(measurement: string): boolean;
  /** The fields reported of a measurement. */
  fieldsOf(measurement: string): string[];
}

/** The series one node names, by their label values. */
interface Named {
  exact: Map<string, Bound[]>;
  /** Those that lack a label. */
  loose: Bound[];
}

/** Builds the index over a host's series. */
export function createSeriesIndex(series: readonly Bound[]): SeriesIndex {
  const byName = Map.groupBy(series, nameOf);
  const measurements = new Set(series.map(({ measurement }) => measurement));
  const nodes = new Map<SeriesNode, Named>();

  function byLabels(node: SeriesNode, each: readonly string[]): Named {
    const known = nodes.get(node);
    if (known !== undefined) return known;
    const filters = node.filters.map(passes);
    const found: Named = { exact: new Map(), loose: [] };
    for (const one of byName.get(nameOf(node)) ?? []) {
      if (!filters.every((filter) => filter(one.tags))) continue;
      if (each.some((label) => one.tags[label] === undefined)) found.loose.push(one);
      else {
        const key = keyOf(one.tags, each);
        const same = found.exact.get(key);
        if (same === undefined) found.exact.set(key, [one]);
        else same.push(one);
      }
    }
    nodes.set(node, found);
    return found;
  }

  return {
    labelSets: (node, each) =>
      [...byLabels(node, each).exact.values()].map(([one]) =>
        Object.fromEntries(each.map((label) => [label, one?.tags[label] ?? ''])),
      ),
    find(node, each, labels) {
      const { exact, loose } = byLabels(node, each);
      return [
        ...(exact.get(keyOf(labels, each)) ?? []),
        ...loose.filter((one) => each.every((label) => (one.tags[label] ?? labels[label]) === labels[label])),
      ];
    },
    named: (node) => byName.get(nameOf(node)) ?? [],
    reports: (measurement) => measurements.has(measurement),
    fieldsOf: (measurement) => [
      ...new Set(series.filter((one) => one.measurement === measurement).map(({ field }) => field)),
    ],
  };
}

function nameOf(series: { measurement: string; field: string }): string {
  return `${series.measurement}.${series.field}`;
}

function keyOf(tags: Labels, each: readonly string[]): string {
  return JSON.stringify(each.map((label) => tags[label]));
}

/** True when a series with these tags is one that the node names. */
export function passesFilters(node: SeriesNode, tags: Labels): boolean {
  return node.filters.every((filter) => passes(filter)(tags));
}

function passes(filter: TagFilter): (tags: Labels) => boolean {
  const matches = filter.op.endsWith('~')
    ? (value: string) => matchesPattern(filter, value)
    : (value: string) => value === filter.value;
  const negated = filter.op.startsWith('!');
  return (tags) => matches(tags[filter.tag] ?? '') !== negated;
}
