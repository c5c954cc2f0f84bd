import { z } from 'zod';
import { titleSchema } from './title.ts';
import { alertStateSchema, listOf, pageQuerySchema, severitySchema, timeSchema } from './vocabulary.ts';

/** One rule's state for one label set of one host. */
export const alertSchema = z.object({
  /** 16 hex digits, the same for every life of the alert. */
  id: z.string(),
  rule: z.string(),
  host: z.string(),
  labels: z.record(z.string(), z.string()),
  /** In English; `titles` has every language. */
  title: z.string(),
  titles: titleSchema,
  state: alertStateSchema,
  severity: severitySchema,
  /** When the condition became true, by sample time. */
  activeSince: timeSchema,
  firedAt: timeSchema.nullable(),
  resolvedAt: timeSchema.nullable(),
  value: z.number().nullable(),
  caseId: z.number().int().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

export const alertListQuerySchema = pageQuerySchema.extend({
  host: z.string().optional(),
  state: alertStateSchema.optional(),
  /** Only those that fire while no unresolved case has them: a person ended it. */
  withoutCase: z.literal('true').optional(),
});
export const alertListSchema = listOf(alertSchema);
