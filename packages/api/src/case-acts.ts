import { z } from 'zod';
import { holdReasonSchema, severitySchema, textSchema, timeSchema } from './vocabulary.ts';

const by = textSchema({ min: 1, max: 100 }).optional();
const longText = textSchema({ max: 10_000 }).default('');
const neededText = textSchema({ min: 1, max: 10_000 });
const name = textSchema({ min: 1, max: 100 });

/** Who acts. `by` defaults to the token's or session's name. */
export const whoBodySchema = z.object({ by });

/** `to`: one of the people of duty, see `GET /api/v1/people`; `note` goes with it. */
export const handOnBodySchema = z.object({ to: name, note: longText, by });

/** Whose the case is to be: a person's or a team's; without either it is nobody's. */
export const assignBodySchema = z
  .object({ person: name.nullish(), team: name.nullish(), note: longText, by })
  .refine(
    ({ person, team }) => (person ?? null) === null || (team ?? null) === null,
    'name a person or a team',
  );

/** Who may read a note. */
export const visibilitySchema = z.enum(['internal', 'customer']);
export type Visibility = z.infer<typeof visibilitySchema>;

export const noteBodySchema = z.object({
  text: neededText,
  /** `customer`: the customer can read it, and it stops the clock of the next report of progress. */
  visibility: visibilitySchema.default('internal'),
  by,
});

/** What was found out; the first one stops the clock of the diagnosis. */
export const diagnoseBodySchema = z.object({ text: neededText, by });

/** Why somebody must go there, or what there is to say of the arrival. */
export const onSiteBodySchema = z.object({ text: longText, by });

/** Whom the case waits for, and until when at most (null: until somebody resumes it). */
export const holdBodySchema = z.object({
  reason: holdReasonSchema,
  until: timeSchema.nullable().default(null),
  text: longText,
  by,
});

export const severityBodySchema = z.object({ severity: severitySchema, text: longText, by });

/** What becomes of a case that is ended while an alert of it fires: it opens again by itself after a time, and at once when it gets worse; or it stays ended. */
export const whileFiringSchema = z.enum(['comes-back', 'stays-resolved']);
export type WhileFiring = z.infer<typeof whileFiringSchema>;

/** What kind of cause was found, for figures and for finding it again. */
export const causeKinds = [
  'defect',
  'configuration',
  'capacity',
  'hardware',
  'network',
  'power',
  'operation',
  'third-party',
  'unknown',
] as const;
export const causeKindSchema = z.enum(causeKinds);
export type CauseKind = z.infer<typeof causeKindSchema>;

/** `whileFiring` must be said where an alert of the case fires, and says nothing where none does. */
export const resolveBodySchema = z.object({
  cause: longText,
  solution: longText,
  causeKind: causeKindSchema.optional(),
  whileFiring: whileFiringSchema.optional(),
  by,
});
export const closeBodySchema = z.object({ text: longText, whileFiring: whileFiringSchema.optional(), by });

/** Why there is nothing to solve. */
export const cancelBodySchema = z.object({ text: neededText, whileFiring: whileFiringSchema.optional(), by });

export const confirmBodySchema = z.object({ text: longText, by });

/** The customer's word: 1 (bad) to 5 (good). */
export const rateBodySchema = z.object({ stars: z.int().min(1).max(5), text: longText, by });

/** What was done for a case: times in minutes, distance in km, money in the currency that is named. At least one of them is not nothing. */
export const workBodySchema = z
  .object({
    text: textSchema({ max: 1000 }).default(''),
    person: name.optional(),
    labourMinutes: z.int().min(0).max(10_000).default(0),
    travelMinutes: z.int().min(0).max(10_000).default(0),
    travelKm: z.number().min(0).max(100_000).default(0),
    parts: z
      .array(
        z.object({
          name: textSchema({ min: 1, max: 200 }),
          count: z.int().min(1).max(100_000).default(1),
          unitPrice: z.number().min(0).max(1e9).default(0),
        }),
      )
      .max(100)
      .default([]),
    by,
  })
  .refine(
    (work) => work.labourMinutes + work.travelMinutes + work.travelKm + work.parts.length > 0,
    'say labour, travel or parts',
  );

/** One step of a playbook, as `GET /api/v1/cases/{id}/playbooks` names it. */
export const tickBodySchema = z.object({
  playbook: textSchema({ min: 1, max: 64 }),
  version: z.int().min(1),
  /** Counted from 1. */
  step: z.int().min(1).max(50),
  by,
});

/** How a case belongs to another one. */
export const relations = ['related', 'caused-by', 'duplicate-of', 'follows'] as const;
const relationSchema = z.enum(relations);
export type Relation = z.infer<typeof relationSchema>;
export const linkBodySchema = z.object({
  to: z.int().min(1),
  relation: relationSchema.default('related'),
  by,
});
export const mergeBodySchema = z.object({ into: z.int().min(1), by });

/** The new case, and which alerts of this one go there. */
export const splitBodySchema = z.object({
  title: textSchema({ min: 1, max: 200 }),
  alerts: z.array(z.string().max(64)).max(500).default([]),
  by,
});
