import { z } from 'zod';
import { listOf, timeSchema } from './vocabulary.ts';

/** How far a version is let: one host, a tenth of them, all. */
export const rolloutStages = ['first', 'tenth', 'all'] as const;
export type RolloutStage = (typeof rolloutStages)[number];

/** What became of a host that was asked to run another version. */
export const upgradeOutcomes = ['installed', 'rolled-back', 'refused'] as const;
export type UpgradeOutcome = (typeof upgradeOutcomes)[number];

/** Asks for a version of the agent on all hosts that take it. */
export const newRolloutSchema = z.object({
  version: z.string().min(1).max(64),
  /** Host that has it first; one that is online, otherwise. */
  first: z.string().max(130).optional(),
});

/** A version of the agent on its way to hosts. */
export const rolloutSchema = z.object({
  id: z.number().int(),
  version: z.string(),
  state: z.enum(['running', 'stopped', 'done']),
  stage: z.enum(rolloutStages),
  /** Why it stands as it does, a sentence. */
  reason: z.string(),
  startedAt: timeSchema,
  startedBy: z.string(),
  endedAt: timeSchema.nullable(),
  /** Hosts that were asked, in that order. */
  hosts: z.array(
    z.object({
      host: z.string(),
      stage: z.enum(rolloutStages),
      askedAt: timeSchema,
      /** The version it ran then. */
      before: z.string().nullable(),
      /** Null as long as it has not answered. */
      outcome: z.enum(upgradeOutcomes).nullable(),
      outcomeAt: timeSchema.nullable(),
      code: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type Rollout = z.infer<typeof rolloutSchema>;
export const rolloutListSchema = listOf(rolloutSchema);

/** The signed index of packages; `manifest` is signed as it stands in the answer. */
export const signedIndexSchema = z.object({
  manifest: z.object({
    packages: z.array(
      z.object({
        file: z.string(),
        version: z.string(),
        platform: z.string(),
        bytes: z.number().int(),
        sha256: z.string(),
      }),
    ),
  }),
  /** Ed25519, base64. */
  signature: z.string(),
  /** Public key (SPKI, DER), base64. */
  key: z.string(),
});
