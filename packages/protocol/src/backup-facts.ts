import { z } from 'zod';
import { drillOutcomes, locationKinds, snapshotKinds, snapshotStates } from './backup-words.ts';
import { LIMITS } from './limits.ts';
import { nameSchema, textSchema } from './text.ts';
import { unixMillisSchema } from './time.ts';

const jobSchema = nameSchema({ min: 1, max: 128 });
const sizeSchema = z.int().min(0);

const newestSchema = z.object({
  startedAt: unixMillisSchema.nullable(),
  /** What its age counts from; null when the tool does not say. */
  endedAt: unixMillisSchema.nullable(),
  kind: z.enum(snapshotKinds),
  bytes: sizeSchema.nullable(),
  files: sizeSchema.nullable(),
  complete: z.enum(snapshotStates),
  /** From when on its tool may take it away or write over it. Absent: the tool names no moment. */
  expiresAt: unixMillisSchema.optional(),
});

/** What a tool says of the copies of one job at one location, as a whole: sent when it changes, and once a day. Times in Unix milliseconds, null = not told. */
export const backupCopiesSchema = z.object({
  kind: z.literal('backup_copies'),
  data: z.object({
    job: jobSchema,
    /** Name of the tool's folder, such as `restic`. */
    tool: nameSchema({ min: 1, max: 32 }),
    /** Where the copies are, for people, without secrets. A job has one such event for each. */
    location: nameSchema({ min: 1, max: LIMITS.tagLength }),
    /** How far it is from what it saves. */
    kind: z.enum(locationKinds),
    /** When the tool was asked. */
    at: unixMillisSchema,
    newest: newestSchema.nullable(),
    /** The newest that cannot be restored, where it is newer than that: it failed, or broke off; without an end it may still be being made. So is one from the future by an hour or more, which does not count. Absent: none. */
    unusable: z
      .object({ startedAt: unixMillisSchema.nullable(), endedAt: unixMillisSchema.nullable() })
      .optional(),
    oldestAt: unixMillisSchema.nullable(),
    /** Copies that could be restored. */
    count: z.int().min(0),
    /** Of how many different days, weeks (from Monday on) and months of the host's own time they are. Absent: not told. */
    spread: z.object({ days: z.int().min(0), weeks: z.int().min(0), months: z.int().min(0) }).optional(),
    /** All of them together. */
    bytes: sizeSchema.nullable(),
    /** When the tool last looked whether what it holds is whole. */
    verifiedAt: unixMillisSchema.nullable(),
    /** How it did, or what it found, for people. */
    verification: textSchema({ max: 400 }).nullable(),
    /** False: it found damage then. Absent: none. */
    sound: z.boolean().optional(),
  }),
});
export type BackupCopies = z.infer<typeof backupCopiesSchema>['data'];

/** A verification of the copies at one location that has ended, whatever it found. Times in Unix milliseconds. */
export const backupVerifiedSchema = z.object({
  kind: z.literal('backup_verified'),
  data: z.object({
    job: jobSchema,
    /** As `backup_copies` calls it, where a tool is asked for them as well. */
    location: nameSchema({ min: 1, max: LIMITS.tagLength }),
    /** When it ended. */
    at: unixMillisSchema,
    /** False: there is damage. */
    sound: z.boolean(),
    /** What it said, for people. */
    found: textSchema({ max: 400 }),
  }),
});
export type BackupVerified = z.infer<typeof backupVerifiedSchema>['data'];

/** A restore that was tried, with its evidence. Times in Unix milliseconds. */
export const restoreDrillSchema = z.object({
  kind: z.literal('restore_drill'),
  data: z.object({
    job: jobSchema,
    tool: nameSchema({ min: 1, max: 32 }),
    /** Its own number: a drill that is told twice is one. */
    runId: textSchema({ min: 1, max: 64 }),
    startedAt: unixMillisSchema,
    endedAt: unixMillisSchema,
    outcome: z.enum(drillOutcomes),
    /** What was looked at in what came back. */
    checks: z
      .array(
        z.object({
          name: textSchema({ min: 1, max: 128 }),
          passed: z.boolean(),
          found: textSchema({ max: 400 }),
        }),
      )
      .max(LIMITS.drillChecks),
    restoredBytes: sizeSchema.nullable(),
    /** When the copy was made that was restored. */
    snapshotAt: unixMillisSchema.nullable(),
    note: textSchema({ max: 4000 }).optional(),
  }),
});
export type RestoreDrill = z.infer<typeof restoreDrillSchema>['data'];
