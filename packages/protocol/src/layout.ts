import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { seriesCount } from './series-count.ts';
import { unitSchema } from './units.ts';

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
const layoutGroupSchema = z.object({
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
  .object({
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
