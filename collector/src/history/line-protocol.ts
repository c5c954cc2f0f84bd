import type { Layout } from '@watchcase/protocol';

/** Where a host belongs, as tags of its lines: customer, site and host of an agent's; of the collector's own facts those that they are about. */
export type HostTags = Readonly<Record<string, string>>;

/** What is the same in the lines of one group of every host. */
interface LineShape {
  measurement: string;
  tags: string;
  /** Escaped names, each with the sign between it and its value. */
  fields: readonly string[];
}

const shapes = new WeakMap<Layout['groups'], readonly LineShape[]>();
const HOST_TAGS: ReadonlySet<string> = new Set(['customer', 'site', 'host']);

/**
 * Adds one reading as InfluxDB line protocol to `lines`: one line per group, times in milliseconds. `tags` is tagsText of the host's; a missing value (NaN)
 * is left out.
 */
export function addLinesOf(
  reading: { groups: Layout['groups']; time: number; values: Float64Array },
  tags: string,
  lines: string[],
): void {
  const { time, values } = reading;
  let at = 0;
  for (const shape of shapesOf(reading.groups)) {
    let fields = '';
    for (const field of shape.fields) {
      const value = values[at++] ?? Number.NaN;
      if (!Number.isNaN(value)) fields += fields === '' ? field + value : `,${field}${value}`;
    }
    if (fields !== '') lines.push(`${shape.measurement}${tags}${shape.tags} ${fields} ${time}`);
  }
}

/** A host's own tags stand before a group's, and in place of those of the same name. */
function shapesOf(groups: Layout['groups']): readonly LineShape[] {
  let list = shapes.get(groups);
  if (list === undefined) {
    list = groups.map((group) => ({
      measurement: escaped(group.measurement, /[, ]/g),
      tags: tagsText(Object.fromEntries(Object.entries(group.tags).filter(([tag]) => !HOST_TAGS.has(tag)))),
      fields: group.fields.map(([field]) => `${escaped(field, /[,= ]/g)}=`),
    }));
    shapes.set(groups, list);
  }
  return list;
}

/** Tags as they stand in a line, sorted, each with its comma before it. */
export function tagsText(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]) => `,${escaped(tag, /[,= ]/g)}=${escaped(value, /[,= ]/g)}`)
    .join('');
}

/** A trailing backslash and line ends cannot be written; they become underscores. */
function escaped(text: string, special: RegExp): string {
  return text.replaceAll(/[\n\r]|\\$/g, '_').replaceAll(special, (sign) => `\\${sign}`);
}
