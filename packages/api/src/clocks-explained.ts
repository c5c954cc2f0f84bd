import { z } from 'zod';
import {
  categorySchema,
  holdReasonSchema,
  outsideReasonSchema,
  severitySchema,
  targetSchema,
  timeSchema,
} from './vocabulary.ts';

const roundSchema = z.object({
  since: timeSchema,
  /** The limit as the policy has it: `30m`; travel on top of it is in `limitSeconds`. */
  promise: z.string(),
  limitSeconds: z.number(),
  /** True where the variant for what begins outside hours holds. */
  isOutsideHours: z.boolean(),
  calendar: z.string(),
  due: timeSchema,
  /** True when days that are not announced yet can still move it. */
  isProvisional: z.boolean(),
  /** Spans that were counted, the oldest first; of very many the first. */
  counted: z.array(z.object({ from: timeSchema, to: timeSchema, calendar: z.string() })),
  countedSeconds: z.number(),
  /** What made it stand still; `to` is null while nobody knows. */
  pauses: z.array(z.object({ from: timeSchema, to: timeSchema.nullable(), reason: holdReasonSchema })),
  /** Null: it stands still before that. */
  warnings: z.array(z.object({ percent: z.number(), at: timeSchema.nullable(), isTold: z.boolean() })),
  stoppedAt: timeSchema.nullable(),
  /** Kind of the event that stopped it. */
  stoppedBy: z.string().nullable(),
  outcome: z.enum(['running', 'paused', 'met', 'breached', 'withdrawn']),
});
export type ExplainedRoundView = z.infer<typeof roundSchema>;

/** Why each clock of a case stands as it does. */
export const clocksExplainedSchema = z.object({
  case: z.string(),
  /** `standard@2`: by what it is judged now. */
  policy: z.string(),
  /** Why no contract pays: advice only, or charged for. Null when one does, or nobody keeps contracts. */
  outside: outsideReasonSchema.nullable(),
  clocks: z.array(z.object({ target: targetSchema, rounds: z.array(roundSchema) })),
});
export type ClocksExplainedView = z.infer<typeof clocksExplainedSchema>;

/** "If it broke then, when is what due." `calendar`: the contract's; without it the policy's own. `outside`: of the contract's scope. */
export const previewQuerySchema = z.object({
  at: z.iso.datetime({ offset: true }),
  calendar: z.string().max(64).optional(),
  scope: z.enum(['covered', 'outside']).default('covered'),
});
export const previewSchema = z.object({
  policy: z.string(),
  at: timeSchema,
  promises: z.array(
    z.object({
      severity: severitySchema,
      /** Null: of every category that is not named beside it. */
      category: categorySchema.nullable(),
      target: targetSchema,
      promise: z.string(),
      calendar: z.string(),
      isOutsideHours: z.boolean(),
      due: timeSchema,
      warnings: z.array(z.object({ percent: z.number(), at: timeSchema })),
      isProvisional: z.boolean(),
    }),
  ),
});
export type PolicyPreview = z.infer<typeof previewSchema>;
