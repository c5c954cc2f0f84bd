import { z } from 'zod';
import { listOf, pageQuerySchema, textSchema, timeSchema } from './vocabulary.ts';

/** A call that is due after a case, or was made. */
export const followUpSchema = z.object({
  case: z.object({ id: z.number().int(), number: z.string(), title: z.string() }),
  customer: z.object({ id: z.string(), name: z.string() }),
  dueAt: timeSchema,
  doneAt: timeSchema.nullable(),
  doneBy: z.string().nullable(),
  /** What the customer said; null before they were asked. */
  satisfied: z.boolean().nullable(),
  text: z.string().nullable(),
});
export type FollowUp = z.infer<typeof followUpSchema>;
export const followUpListSchema = listOf(followUpSchema);
export const followUpQuerySchema = pageQuerySchema.extend({
  /** `false` (default): those that are still to be made, the earliest first; `true`: those that were. */
  done: z.enum(['true', 'false']).default('false'),
});
export const followUpDoneSchema = z.object({
  satisfied: z.boolean(),
  text: textSchema({ max: 10_000 }).default(''),
  by: textSchema({ min: 1, max: 100 }).optional(),
});
