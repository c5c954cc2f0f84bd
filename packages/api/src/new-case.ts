import { z } from 'zod';
import { caseKindSchema, categorySchema, severitySchema, textSchema } from './vocabulary.ts';

/** A case that a person opens: about a host, or about something else of a customer. */
export const newCaseBodySchema = z
  .object({
    title: textSchema({ min: 1, max: 200 }),
    /** What there is to say of it; the customer can read it. */
    text: textSchema({ max: 10_000 }).default(''),
    severity: severitySchema,
    category: categorySchema,
    kind: caseKindSchema.default('fault'),
    /** An inspection or a call that led to it; else who asks decides. */
    source: z.enum(['inspection', 'follow-up']).optional(),
    customer: z.string().max(100).optional(),
    site: z.string().max(100).optional(),
    /** Its customer and site go with it. */
    host: z.string().max(200).optional(),
    by: textSchema({ min: 1, max: 100 }).optional(),
  })
  .refine(({ customer, host }) => customer !== undefined || host !== undefined, 'name a host or a customer');

/** A link by which a contact at the customer confirms and rates a case. */
export const customerLinkSchema = z.object({ url: z.string() });
