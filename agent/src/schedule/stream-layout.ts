import { type Layout, layoutId, LIMITS, seriesCount, type Unit } from '@watchcase/protocol/light';
import type { Sample } from '../contract.ts';

/** One reading's layout and values, in the layout's order. */
export interface StreamReading {
  layout: Layout;
  values: (number | null)[];
}

/** Remembers which series a stream has, so that its layout stays the same while single values are missing. */
export interface StreamLayout {
  /** The readings of one moment: one, or several when there are more series than a layout may name. */
  arrange(samples: readonly Sample[], now: number): StreamReading[];
}

/** A series that was not seen for this long is taken out of the layout. */
const FORGET_MS = 3_600_000;
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

interface Group {
  measurement: string;
  tags: Record<string, string>;
  fields: Map<string, { unit: Unit; value: number | null }>;
  seenAt: number;
}

/** Builds the layout of one stream from what its probes bring, in the order of their names. `now` of arrange is monotonic milliseconds. */
export function createStreamLayout(stream: string, intervalMs: number): StreamLayout {
  const groups = new Map<string, Group>();
  /** Groups by what samples say as they stand: finding the sound and sorted form anew each time would cost more than reading the machine. */
  const found = new Map<string, Group | undefined>();
  let ordered: Group[] = [];
  let layouts: Layout[] = [];
  let isChanged = false;

  function take(sample: Sample, now: number): void {
    if (!sample.fields.some(([name]) => isName(name))) return;
    const said = saidBy(sample);
    let group = found.get(said);
    if (group === undefined && !found.has(said)) found.set(said, (group = groupOf(sample)));
    if (group === undefined) return;
    for (const [name, unit, value] of sample.fields) {
      const field = group.fields.get(name);
      if (field?.unit === unit) field.value = tidyValue(value, unit);
      else if (isName(name)) {
        isChanged = true;
        group.fields.set(name, { unit, value: tidyValue(value, unit) });
      }
    }
    group.seenAt = now;
  }

  function groupOf({ measurement, tags: raw }: Sample): Group | undefined {
    const tags = tidyTags(raw);
    if (!isName(measurement) || tags === undefined) return undefined;
    const key = JSON.stringify([measurement, Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))]);
    let group = groups.get(key);
    if (group === undefined)
      groups.set(key, (group = { measurement, tags, fields: new Map(), seenAt: Number.NEGATIVE_INFINITY }));
    return group;
  }

  function forgetUnseen(now: number): void {
    for (const [key, group] of groups) {
      if (now - group.seenAt <= FORGET_MS) continue;
      groups.delete(key);
      found.clear();
      isChanged = true;
    }
  }

  function reshape(): void {
    isChanged = false;
    ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
    layouts = partsOf(ordered).map((part, index) =>
      layoutOf(index === 0 ? stream : `${stream}-${index + 1}`, part),
    );
  }

  function layoutOf(name: string, part: Group[]): Layout {
    const content = {
      stream: name,
      intervalMs,
      groups: part.map(({ measurement, tags, fields }) => ({
        measurement,
        tags,
        fields: [...fields].map(([field, { unit }]): [string, Unit] => [field, unit]),
      })),
    };
    return { id: layoutId(content), ...content };
  }

  return {
    arrange(samples, now) {
      for (const group of groups.values()) for (const field of group.fields.values()) field.value = null;
      for (const sample of samples) take(sample, now);
      forgetUnseen(now);
      if (isChanged) reshape();
      const values: (number | null)[] = [];
      for (const group of ordered) for (const { value } of group.fields.values()) values.push(value);
      let from = 0;
      return layouts.map((layout) => ({ layout, values: values.slice(from, (from += seriesCount(layout))) }));
    },
  };
}

/** A sample's name and tags as one text. */
function saidBy({ measurement, tags }: Sample): string {
  let said = measurement;
  for (const name in tags) said += `\0${name}\0${tags[name]}`;
  return said;
}

/** Consecutive groups, together never more series than one layout may have. */
function partsOf(groups: readonly Group[]): Group[][] {
  const parts: Group[][] = [];
  let count = Number.POSITIVE_INFINITY;
  for (const group of groups) {
    if (count + group.fields.size > LIMITS.layoutSeries) {
      parts.push([]);
      count = 0;
    }
    parts.at(-1)?.push(group);
    count += group.fields.size;
  }
  return parts;
}

function isName(name: string): boolean {
  return NAME.test(name) && name.length <= LIMITS.nameLength;
}

/** Tags as the wire allows them: empty ones left out, long ones cut; undefined when a name is unsound. */
function tidyTags(tags: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const entries = Object.entries(tags).filter(([, value]) => value !== '');
  if (!entries.every(([name]) => isName(name))) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, value.slice(0, LIMITS.tagLength)]));
}

/** Hundredths of a percent, and nine significant digits of anything else, say all that a measurement can; whole numbers stay exact. */
function tidyValue(value: number | null, unit: Unit): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  if (unit === 'percent') return Math.round(value * 100) / 100;
  return Number.isInteger(value) ? value : Number(value.toPrecision(9));
}
