import { z } from 'zod';

/**
 * Why a rule does not fit what a host reports: `units` of a series are others, the series go together in too many `combinations`, another `measurement`
 * it reads is not reported, the measurement is reported without this `field`, no series has a `tag` it asks for, series that do not go together
 * (`pairing`), or it is over what no host reports (`nowhere`).
 */
const untiedReasons = ['units', 'combinations', 'measurement', 'field', 'tag', 'pairing', 'nowhere'] as const;
const untiedReasonSchema = z.enum(untiedReasons);
export type UntiedReason = z.infer<typeof untiedReasonSchema>;

/** A rule that does not fit a host, in part or at all. */
export const untiedRuleSchema = z.object({
  /** The rule's id, `pack/rule`. */
  rule: z.string(),
  reason: untiedReasonSchema,
  /** The whole sentence, in English. */
  message: z.string(),
});

export type UntiedRule = z.infer<typeof untiedRuleSchema>;

/** Where a rule is in service. */
const ruleSchema = z.object({
  id: z.string(),
  /** Hosts on which it is in service; of those this collector has heard. */
  hosts: z.number().int(),
  /** Why on how many hosts it is not. */
  untied: z.array(untiedRuleSchema.omit({ rule: true }).extend({ hosts: z.number().int() })),
});
export const ruleListSchema = z.object({ items: z.array(ruleSchema) });
