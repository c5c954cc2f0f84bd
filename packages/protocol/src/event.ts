import { z } from 'zod';
import { epochSchema, seqSchema, unixMillisSchema } from './time.ts';
import { backupCopiesSchema, backupVerifiedSchema, restoreDrillSchema } from './backup-facts.ts';
import { LIMITS } from './limits.ts';
import { nameSchema, textSchema } from './text.ts';

/** Kinds of event an agent reports; each has its own `data`. */
export const eventKinds = [
  'boot',
  'backup-start',
  'backup-end',
  'backup_copies',
  'backup_verified',
  'restore_drill',
  'inventory',
  'upgrade',
] as const;

/** Something an agent cannot read now, and why. */
const unreadSchema = z.object({
  /** The probe, or the backup, as the agent calls it. */
  name: textSchema({ min: 1, max: 200 }),
  /** Backup job that it is about; absent of everything else. */
  job: nameSchema({ min: 1, max: 128 }).optional(),
  /** True when no series says that it cannot be read: it is one of those that `internal_agent.probes_failing` counts. */
  counted: z.boolean().optional(),
  /** A sentence for people. */
  reason: textSchema({ min: 1, max: 400 }),
});
export type Unread = z.infer<typeof unreadSchema>;

const bootSchema = z.object({
  kind: z.literal('boot'),
  data: z.object({
    bootTimeMs: unixMillisSchema,
    bootId: textSchema({ max: 64 }),
    /** All that cannot be read since then; absent = nothing is said of it. */
    unread: z.array(unreadSchema).max(LIMITS.unread).optional(),
  }),
});

const backupStartSchema = z.object({
  kind: z.literal('backup-start'),
  data: z.object({
    job: nameSchema({ min: 1, max: 128 }),
    run: textSchema({ min: 1, max: 64 }),
    /** Names the process that runs it on its host; only the host's agent reads it. */
    process: textSchema({ max: 128 }).optional(),
  }),
});

const backupEndSchema = z.object({
  kind: z.literal('backup-end'),
  data: z.object({
    job: nameSchema({ min: 1, max: 128 }),
    run: textSchema({ min: 1, max: 64 }),
    /** True when the run made a usable backup. */
    ok: z.boolean(),
    /** Exit code of the command; null for a plain report. */
    exitCode: z.int().nullable(),
    /** Seconds the run took; null when its start is not known. */
    durationSeconds: z.number().min(0).nullable(),
    /** Bytes the backup holds; null when not known. */
    sizeBytes: z.number().min(0).nullable(),
    /** Last lines of output, at most 4 000 characters. */
    output: textSchema({ max: 4000 }),
    /** More than `ok` says, one of `runOutcomes`; another word, and none, mean what `ok` says (`runOutcomeOf`). */
    outcome: textSchema({ max: 32 }).optional(),
  }),
});

const inventorySchema = z.object({
  kind: z.literal('inventory'),
  data: z.record(z.string(), z.unknown()),
});

/** What became of an order to run another version of the agent. */
const upgradeSchema = z.object({
  kind: z.literal('upgrade'),
  data: z.object({
    order: z.int().min(1),
    version: textSchema({ min: 1, max: 64 }),
    /** `installed`: it runs, and has connected. `rolled-back`: it did not, and the one before runs again. `refused`: it was never started. */
    outcome: z.enum(['installed', 'rolled-back', 'refused']),
    /** Stable code of why not; empty when it is installed. */
    code: textSchema({ max: 64 }),
    /** A sentence for people. */
    reason: textSchema({ max: 400 }),
  }),
});

/** Something that happened once, as opposed to a value measured regularly. Same sequence rules as readings. */
export const eventSchema = z
  .object({
    sent: unixMillisSchema,
    epoch: epochSchema,
    seq: seqSchema.min(1),
    after: seqSchema,
    time: unixMillisSchema,
  })
  .and(
    z.discriminatedUnion('kind', [
      bootSchema,
      backupStartSchema,
      backupEndSchema,
      backupCopiesSchema,
      backupVerifiedSchema,
      restoreDrillSchema,
      inventorySchema,
      upgradeSchema,
    ]),
  );
export type AgentEvent = z.infer<typeof eventSchema>;
