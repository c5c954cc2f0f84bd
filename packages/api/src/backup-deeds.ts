import { z } from 'zod';
import { backupDateSchema } from './backup-words.ts';
import { drillCheckSchema } from './backups.ts';
import { displayNameSchema, idSchema } from './name-schemas.ts';
import { periodSchema } from './period-schema.ts';
import { listOf, pageQuerySchema, textSchema, timeSchema } from './vocabulary.ts';

const namedSchema = z.object({ id: z.string(), name: z.string() });

/** A schedule in the form policies have it: one of `every`, `cron`, `onCalendar`, `rrule`. The collector checks it. */
const scheduleViewSchema = z.record(z.string(), z.unknown());

export const backupFindingsQuerySchema = pageQuerySchema.extend({
  customer: z.string().max(100).optional(),
});

/** Jobs that no policy judges, by host and name, and policies that no job fits. */
export const backupFindingsSchema = listOf(
  z.object({
    job: z.string(),
    host: namedSchema,
    customer: namedSchema,
    firstSeenAt: timeSchema.nullable(),
    lastEnd: timeSchema.nullable(),
    /** The schedule that its runs and copies tell; null where it must be said when it is adopted. */
    guess: scheduleViewSchema.nullable(),
  }),
).extend({
  /** Jobs without a policy in all. */
  total: z.number().int(),
  /** All of them, with each page; empty for who sees some customers only. `why`: it chooses jobs and none fits; or only contracts choose it, and none does, or none that has jobs. */
  policies: z.array(
    z.object({ id: z.string(), title: z.string(), why: z.enum(['no-job-fits', 'no-contract-names-it']) }),
  ),
});
export type BackupFindings = z.infer<typeof backupFindingsSchema>;

/**
 * Takes a job into a policy. Without `policy` one is made for it alone, with the terms of `like` where that is said; with it the job's host or name is added to what that policy chooses. `schedule` is
 * needed where a policy is made, `like` says none and none can be guessed.
 */
export const adoptBackupSchema = z.strictObject({
  policy: idSchema.optional(),
  like: idSchema.optional(),
  id: idSchema.optional(),
  name: displayNameSchema.optional(),
  schedule: scheduleViewSchema.optional(),
});
export type AdoptBackup = z.infer<typeof adoptBackupSchema>;

/** What became of it: the policy as it stands in the directory now. */
export const adoptedBackupSchema = z.object({
  policy: z.object({ id: z.string(), title: z.string() }),
  isNew: z.boolean(),
  schedule: scheduleViewSchema,
  isGuessed: z.boolean(),
});
export type AdoptedBackup = z.infer<typeof adoptedBackupSchema>;

/** A drill that people made. `checks`, `note` and `files` are its evidence: one of them must say something. `files` are ids of what was sent for it before. */
export const newDrillSchema = z
  .strictObject({
    startedAt: timeSchema,
    endedAt: timeSchema,
    outcome: z.enum(['passed', 'failed']),
    tool: textSchema({ max: 32 }).default(''),
    checks: z.array(drillCheckSchema).max(64).default([]),
    restoredBytes: z.int().min(0).nullable().default(null),
    snapshotAt: timeSchema.nullable().default(null),
    note: textSchema({ max: 4000 }).default(''),
    files: z
      .array(z.string().regex(/^[0-9a-f]{32}$/))
      .max(100)
      .default([]),
    by: textSchema({ min: 1, max: 100 }).optional(),
  })
  .refine(({ startedAt, endedAt }) => startedAt <= endedAt, 'ends before it starts')
  .refine(
    ({ checks, note, files }) => checks.length > 0 || note.trim() !== '' || files.length > 0,
    'has no evidence: say checks, a note or files',
  );
export type NewDrill = z.input<typeof newDrillSchema>;

/** Promised and kept: on how many days of those on which it was asked. */
export const keptDaysSchema = z.object({ asked: z.number().int(), kept: z.number().int() });

export const backupComplianceQuerySchema = z.object({
  /** `2026`, `2026-Q1`, `2026-03`, `2026-W12`, `2026-03-15`; without one, this month. */
  period: periodSchema.optional(),
  customer: z.string().max(100).optional(),
  contract: z.string().max(100).optional(),
});
export type BackupComplianceQuery = z.output<typeof backupComplianceQuerySchema>;

/** What was promised and what was kept, of a job or of all jobs of a contract together; only days that are over count. */
export const backupKeptSchema = z.object({
  /** Days on which a backup was expected, and those on which a good one came (late ones too). */
  backups: keptDaysSchema,
  /** The most that a restore would have lost; `limitSeconds` null = not promised. Of a contract the worst of its jobs. */
  rpo: z.object({
    worstSeconds: z.number().nullable(),
    limitSeconds: z.number().nullable(),
    days: keptDaysSchema,
  }),
  /** Days with as many and as new copies as promised, 3-2-1 included. */
  copies: keptDaysSchema,
  verification: keptDaysSchema,
  /** Days on which no drill was overdue, and how many were made in the period. */
  drills: keptDaysSchema.extend({ passed: z.number().int(), failed: z.number().int() }),
});
export type BackupKept = z.infer<typeof backupKeptSchema>;

/** Compliance by contract. Jobs under no contract stand together, `contract` null, for each customer. */
export const backupComplianceSchema = z.object({
  period: z.object({
    name: z.string(),
    /** First day, and the first one after it. */
    from: backupDateSchema,
    to: backupDateSchema,
    previous: z.string(),
    next: z.string(),
  }),
  items: z.array(
    z.object({
      customer: namedSchema,
      contract: namedSchema.nullable(),
      jobs: z.number().int(),
      /** Jobs of these that no policy judged on any day. */
      unjudged: z.number().int(),
      kept: backupKeptSchema,
      /** Each job, those that kept least first, at most 500. */
      worst: z.array(z.object({ job: z.string(), host: namedSchema, kept: backupKeptSchema })),
    }),
  ),
});
export type BackupCompliance = z.infer<typeof backupComplianceSchema>;

/** A calendar address of the drills that are due, of all customers that its maker may see or of one. */
export const drillFeedSchema = z.object({
  id: z.string(),
  customer: namedSchema.nullable(),
  createdAt: timeSchema,
  createdBy: z.string(),
  /** When a calendar program read it last, to the hour. */
  readAt: timeSchema.nullable(),
});
export type DrillFeed = z.infer<typeof drillFeedSchema>;
export const drillFeedListSchema = listOf(drillFeedSchema).pick({ items: true });
export const newDrillFeedSchema = z.strictObject({ customer: z.string().max(100).optional() });
export const createdDrillFeedSchema = drillFeedSchema.extend({
  url: z.string().describe('Told this once'),
});
export type CreatedDrillFeed = z.infer<typeof createdDrillFeedSchema>;
