import { z } from 'zod';
import { timeSchema } from './vocabulary.ts';
import { titleSchema } from './title.ts';

/** A playbook as one case goes through it: in the version in which somebody began, else in the newest. */
export const casePlaybookSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  title: titleSchema,
  steps: z.array(
    z.object({
      /** Counted from 1. */
      step: z.number().int(),
      text: titleSchema,
      /** Null while nobody has done it. */
      tickedAt: timeSchema.nullable(),
      tickedBy: z.string().nullable(),
    }),
  ),
});
export type CasePlaybook = z.infer<typeof casePlaybookSchema>;
export const casePlaybooksSchema = z.object({ items: z.array(casePlaybookSchema) });
