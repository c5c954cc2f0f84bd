import { type Layout, layoutId, LIMITS, seriesCount, type Unit } from '@watchcase/protocol/light';
import type { Sample } from '../contract.ts';
import type { LayoutBudget } from './layout-budget.ts';
import { cutIntoParts } from './layout-parts.ts';

/** One reading's layout and values, in the layout's order. */
export interface StreamReading {
  layout: Layout;
  values: (number | null)[];
}

/** Remembers which series a stream has, so that its layout stays the same while single values are missing. */
export interface StreamLayout {
  /** The readings of one moment: one, or several when there are more series than a layout may name. */
  arrange(samples: readonly Sample[], now: number): StreamReading[];
  /** Series that are read and have no place in a layout: too many, or too new to have one yet. */
  leftOut(): number;
}

/** What a stream is made with. */
export interface StreamLayoutNeeds {
  stream: string;
  intervalMs: number;
  /** Most layouts it may have at once. */
  mostParts: number;
  budget: LayoutBudget;
}

/** A series that was not seen for this long is taken out of the layout. */
const FORGET_MS = 3_600_000;
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

interface Cell {
  unit: Unit;
  value: number | null;
}

interface Group {
  measurement: string;
  tags: Record<string, string>;
  fields: Map<string, Cell>;
  seenAt: number;
}

/** Builds the layout of one stream from what its probes bring, in the order of their names. `now` of arrange is monotonic milliseconds. */
export function createStreamLayout({
  stream,
  intervalMs,
  mostParts,
  budget,
}: StreamLayoutNeeds): StreamLayout {
  const groups = new Map<string, Group>();
  /** Groups by what samples say as they stand: finding the sound and sorted form anew each time would cost more than reading the machine. */
  const found = new Map<string, Group | undefined>();
  /** Where the layouts' values are, in their order. */
  let cells: Cell[] = [];
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

  const isUnseen = (group: Group, now: number) => now - group.seenAt > FORGET_MS;

  function forgetUnseen(now: number): void {
    for (const [key, group] of groups) if (isUnseen(group, now)) groups.delete(key);
    found.clear();
  }

  function reshape(): void {
    isChanged = false;
    const ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
    const { parts } = cutIntoParts(ordered, mostParts);
    cells = parts.flat().flatMap(({ fields }) => [...fields.values()]);
    layouts = parts.map((part, index) => layoutOf(index === 0 ? stream : `${stream}-${index + 1}`, part));
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
      for (const cell of cells) cell.value = null;
      for (const group of groups.values()) for (const cell of group.fields.values()) cell.value = null;
      for (const sample of samples) take(sample, now);
      let isWanted = isChanged;
      for (const group of groups.values()) isWanted ||= isUnseen(group, now);
      // Until there is room for a change, what is new waits for its layout, and what is gone keeps its place.
      if (isWanted && (layouts.length === 0 || budget.take(now))) {
        forgetUnseen(now);
        reshape();
      }
      const values = cells.map(({ value }) => value);
      let from = 0;
      return layouts.map((layout) => ({ layout, values: values.slice(from, (from += seriesCount(layout))) }));
    },
    leftOut() {
      let read = 0;
      for (const { fields } of groups.values()) read += fields.size;
      return Math.max(0, read - cells.length);
    },
  };
}

/** A sample's name and tags as one text. */
function saidBy({ measurement, tags }: Sample): string {
  let said = measurement;
  for (const name in tags) said += `\0${name}\0${tags[name]}`;
  return said;
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
