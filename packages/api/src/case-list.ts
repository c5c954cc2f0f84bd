import { z } from 'zod';
import {
  caseKindSchema,
  caseSourceSchema,
  caseStateSchema,
  pageQuerySchema,
  severitySchema,
  textSchema,
} from './vocabulary.ts';

/** Several of a vocabulary, with commas between. */
function several<T extends z.ZodType<unknown, string>>(one: T) {
  return z
    .string()
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(one).max(20));
}

/** What a list of unresolved cases may go by; all cases go by their number. */
export const caseSorts = ['due', 'opened', 'severity', 'customer', 'state', 'assignee'] as const;
export type CaseSort = (typeof caseSorts)[number];

/** What a list of cases is narrowed by, and what it goes by. */
export const caseListQuerySchema = pageQuerySchema.extend({
  /** `unresolved` (default), most urgent first; `ended` and `all` newest first. */
  view: z.enum(['unresolved', 'ended', 'all']).default('unresolved'),
  state: several(caseStateSchema).optional(),
  severity: several(severitySchema).optional(),
  customer: z.string().max(100).optional(),
  site: z.string().max(100).optional(),
  host: z.string().max(200).optional(),
  /** A person's name; `nobody` for those that are nobody's. */
  assignee: z.string().max(100).optional(),
  team: z.string().max(100).optional(),
  kind: caseKindSchema.optional(),
  source: caseSourceSchema.optional(),
  /** `outside`: advice only, or charged for; `covered`: all others. */
  scope: z.enum(['covered', 'outside']).optional(),
  /** Something is due in so many minutes at most; 0 = overdue. */
  due: z.coerce.number().int().min(0).max(100_000).optional(),
  /** Words that all stand in it, or its number. */
  text: z.string().max(200).optional(),
  sort: z.enum(caseSorts).default('due'),
  order: z.enum(['up', 'down']).default('up'),
});
export type CaseListQuery = z.output<typeof caseListQuerySchema>;

/** A list under a name. */
export const savedViewSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  /** As it stands in the console's address. */
  query: z.string(),
});
export type SavedView = z.infer<typeof savedViewSchema>;
export const savedViewsSchema = z.object({ items: z.array(savedViewSchema) });
export const newSavedViewSchema = z.object({
  name: textSchema({ min: 1, max: 60 }),
  query: z.string().max(1000),
});

/** One act on several cases: what each said. */
export const bulkBodySchema = z.object({
  cases: z.array(z.int().min(1)).min(1).max(200),
  deed: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('acknowledge') }),
    z.object({ kind: z.literal('note'), text: textSchema({ min: 1, max: 10_000 }) }),
    z.object({
      kind: z.literal('assign'),
      person: textSchema({ min: 1, max: 100 }).nullable(),
      team: textSchema({ min: 1, max: 100 }).nullable(),
    }),
    z.object({ kind: z.literal('watch') }),
  ]),
  by: textSchema({ min: 1, max: 100 }).optional(),
});
export const bulkAnswerSchema = z.object({
  /** `code` and `message` of what was refused; null of what was done. */
  items: z.array(
    z.object({ id: z.number().int(), code: z.string().nullable(), message: z.string().nullable() }),
  ),
});
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>;
