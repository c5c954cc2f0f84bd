import type { Layout } from '@watchcase/protocol';

/** Where a host belongs, as tags of its lines. */
export interface HostTags {
  customer: string;
  site: string;
  host: string;
}

/** Beginning and fields of one line, made once per host and layout. */
interface LineShape {
  prefix: string;
  fields: readonly string[];
}

const shapes = new WeakMap<Layout, Map<string, readonly LineShape[]>>();

/** One reading as InfluxDB line protocol, one line per group, times in milliseconds; a missing value is left out. */
export function linesOf(
  reading: { layout: Layout; time: number; values: readonly (number | null)[] },
  tags: HostTags,
): string[] {
  const lines: string[] = [];
  let at = 0;
  for (const shape of shapesOf(reading.layout, tags)) {
    let fields = '';
    for (const field of shape.fields) {
      const value = reading.values[at++];
      if (value !== null && value !== undefined) fields += `${fields === '' ? '' : ','}${field}=${value}`;
    }
    if (fields !== '') lines.push(`${shape.prefix} ${fields} ${Math.round(reading.time)}`);
  }
  return lines;
}

function shapesOf(layout: Layout, tags: HostTags): readonly LineShape[] {
  const byHost = shapes.get(layout) ?? new Map<string, readonly LineShape[]>();
  shapes.set(layout, byHost);
  const key = `${tags.customer}.${tags.host}`;
  let list = byHost.get(key);
  if (list === undefined) {
    list = layout.groups.map((group) => ({
      prefix: [escaped(group.measurement, /[, ]/g), ...tagTexts({ ...group.tags, ...tags })].join(','),
      fields: group.fields.map(([field]) => escaped(field, /[,= ]/g)),
    }));
    byHost.set(key, list);
  }
  return list;
}

function tagTexts(tags: Readonly<Record<string, string>>): string[] {
  return Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]) => `${escaped(tag, /[,= ]/g)}=${escaped(value, /[,= ]/g)}`);
}

/** A trailing backslash and line ends cannot be written; they become underscores. */
function escaped(text: string, special: RegExp): string {
  return text.replaceAll(/[\n\r]|\\$/g, '_').replaceAll(special, (sign) => `\\${sign}`);
}
