import { z } from 'zod';
import { listOf, pageQuerySchema, textSchema, timeSchema } from './vocabulary.ts';

/** A call to a customer that is due after a case, or for a contract and a month; or was made. */
export const followUpSchema = z.object({
  id: z.number().int(),
  /** Null of a contract's. */
  case: z.object({ id: z.number().int(), number: z.string(), title: z.string() }).nullable(),
  /** With its month, `2026-03`; null after a case. */
  contract: z.object({ id: z.string(), name: z.string(), month: z.string() }).nullable(),
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
  /** `false` (default): those that are still to be made, the earliest first; `true`: those that were, the last first. */
  done: z.enum(['true', 'false']).default('false'),
  /** Of those that are to be made, only those whose time is over. */
  overdue: z.literal('true').optional(),
  customer: z.string().max(100).optional(),
});
export type FollowUpQuery = z.output<typeof followUpQuerySchema>;
export const followUpDoneSchema = z.object({
  satisfied: z.boolean(),
  text: textSchema({ max: 10_000 }).default(''),
  by: textSchema({ min: 1, max: 100 }).optional(),
});
