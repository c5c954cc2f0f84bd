import { createHash } from 'node:crypto';
import type { Layout } from './layout.ts';
import type { Unit } from './units.ts';

/** One series by name, as rules and charts address it. */
export interface SeriesName {
  measurement: string;
  tags: Readonly<Record<string, string>>;
  field: string;
  unit: Unit;
}

/** The id a layout must have: the first 16 hex digits of SHA-256 over its canonical content. */
export function layoutId(layout: Omit<Layout, 'id'>): string {
  const groups = layout.groups.map((group) => [
    group.measurement,
    Object.entries(group.tags).sort(([a], [b]) => (a < b ? -1 : 1)),
    group.fields,
  ]);
  const content = JSON.stringify([layout.stream, layout.intervalMs, groups]);
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** The series in reading order. */
export function fieldsOf(layout: Pick<Layout, 'groups'>): SeriesName[] {
  return layout.groups.flatMap((group) =>
    group.fields.map(([field, unit]) => ({ measurement: group.measurement, tags: group.tags, field, unit })),
  );
}
