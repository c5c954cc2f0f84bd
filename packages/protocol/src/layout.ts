import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { type Unit, unitSchema } from './units.ts';

const nameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/)
  .max(LIMITS.nameLength);

/** Not repaired but refused: the layout's id is made of it. */
const tagValueSchema = z
  .string()
  .min(1)
  .max(LIMITS.tagLength)
  .refine((value) => !value.includes('\0'), { message: 'a tag value has no zero byte' });

/** Series that share measurement and tags: one line of line protocol. */
const layoutGroupSchema = z.strictObject({
  measurement: nameSchema,
  tags: z.record(nameSchema, tagValueSchema),
  fields: z.array(z.tuple([nameSchema, unitSchema])).min(1),
});
export type LayoutGroup = z.infer<typeof layoutGroupSchema>;

/**
 * Names the numbers of one stream's readings, once. A value's position in a reading is its field's
 * position counted through all groups in order. Content-addressed: `id` is layoutId of the rest, so hosts
 * of the same shape share a layout.
 */
export const layoutSchema = z
  .strictObject({
    id: z.string().regex(/^[0-9a-f]{16}$/),
    /** Which sequence of readings it names, e.g. `15s`; a new layout of a stream replaces the old. */
    stream: z.string().regex(/^[a-z0-9-]{1,32}$/),
    /** Milliseconds between two readings of the stream. */
    intervalMs: z
      .int()
      .min(1000)
      .max(7 * 86_400_000),
    groups: z.array(layoutGroupSchema).min(1),
  })
  .refine((layout) => seriesCount(layout) <= LIMITS.layoutSeries, {
    message: `a layout names at most ${LIMITS.layoutSeries} series`,
  });
export type Layout = z.infer<typeof layoutSchema>;

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

/** How many values a reading of this layout has. */
export function seriesCount(layout: { groups: readonly { fields: readonly unknown[] }[] }): number {
  return layout.groups.reduce((count, group) => count + group.fields.length, 0);
}

/** The series in reading order. */
export function fieldsOf(layout: Pick<Layout, 'groups'>): SeriesName[] {
  return layout.groups.flatMap((group) =>
    group.fields.map(([field, unit]) => ({ measurement: group.measurement, tags: group.tags, field, unit })),
  );
}
