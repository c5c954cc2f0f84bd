import { z } from 'zod';
import { attachmentSchema } from './attachments.ts';
import {
  backupCheckSchema,
  backupCopiesViewSchema,
  backupDateSchema,
  backupDaySchema,
  backupStateSchema,
  backupLacksSchema,
} from './backup-words.ts';
import { titleSchema } from './title.ts';
import { listOf, pageQuerySchema, severitySchema, textSchema, timeSchema } from './vocabulary.ts';

const namedSchema = z.object({ id: z.string(), name: z.string() });

/** A job of the matrix. */
export const backupJobRowSchema = z.object({
  job: z.string(),
  host: namedSchema,
  customer: namedSchema,
  site: namedSchema,
  state: backupStateSchema,
  /** The policy that judges it, by its id and its name (the id where it has none); null = none. */
  policy: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** The moment of the schedule that nothing has come for yet, and what is missed after; null when none comes any more or nobody says. */
  expectedAt: timeSchema.nullable(),
  deadline: timeSchema.nullable(),
  /** How its last run ended, and when; null before the first. */
  lastEnd: timeSchema.nullable(),
  /** When the newest data is from that a restore would bring back; null when there is none. */
  restorableAt: timeSchema.nullable(),
  copies: z.array(backupCopiesViewSchema),
  /** Whether it has 3-2-1 as its policy asks; `not-asked` where none does. */
  threeTwoOne: z.enum(['yes', 'no', 'not-asked']),
  /** What it lacks; null where it is kept or not asked for. */
  lacks: backupLacksSchema.nullable(),
  /** Checks that are broken now, whether or not anybody is told. */
  broken: z.array(backupCheckSchema),
  /** When the last drill passed; null = never. */
  drilledAt: timeSchema.nullable(),
  /** Until when a drill must pass, without the grace; null = not asked for. */
  drillDueAt: timeSchema.nullable(),
  /** In whose time its days are: of its schedule, else of its customer. */
  zone: z.string(),
});
export type BackupJobRow = z.infer<typeof backupJobRowSchema>;

/** Narrows lists of jobs. */
const backupFilterSchema = z.object({
  customer: z.string().max(100).optional(),
  /** Of that customer; its own id. */
  site: z.string().max(100).optional(),
  host: z.string().max(130).optional(),
  state: backupStateSchema.optional(),
  /** Of this policy, by its id. */
  policy: z.string().max(63).optional(),
  /** Part of the name of the job or of its host. */
  search: z.string().max(100).optional(),
});

const matrixDaysSchema = z.object({
  /** The last day that is shown; without it, the newest that any of the jobs is in. */
  to: backupDateSchema.optional(),
  days: z.coerce.number().int().min(1).max(100).default(30),
});

/** What of the matrix is asked for. `sort`: by customer, host and job, the worst first, or those first whose drill is due first (those that none is asked of come last). */
export const backupMatrixQuerySchema = pageQuerySchema.extend({
  ...backupFilterSchema.shape,
  ...matrixDaysSchema.shape,
  sort: z.enum(['place', 'state', 'drill']).default('place'),
});
export type BackupMatrixQuery = z.output<typeof backupMatrixQuerySchema>;

/** The same as a table (CSV): one line a job, one column a day. */
export const backupMatrixTableQuerySchema = backupFilterSchema.extend(matrixDaysSchema.shape);

/** Jobs × days. `days` are the columns, the oldest first; each job has one square for each of them, in that order. `states`: how many of all that fit the filters (but that of `state`) stand so. */
export const backupMatrixSchema = listOf(
  backupJobRowSchema.extend({ cells: z.array(backupDaySchema) }),
).extend({
  days: z.array(backupDateSchema),
  total: z.number().int(),
  states: z.record(backupStateSchema, z.number().int()),
});
export type BackupMatrix = z.infer<typeof backupMatrixSchema>;
export type BackupMatrixRow = BackupMatrix['items'][number];

/** What one check says of a job now. */
export const backupVerdictSchema = z.object({
  check: backupCheckSchema,
  /** A kind of location, or a location; empty of the job as a whole. */
  about: z.string(),
  isBroken: z.boolean(),
  /** False: nothing can be told now. */
  isKnown: z.boolean(),
  /** How bad its breach is; null = nobody is told. */
  severity: severitySchema.nullable(),
  /** Since when it is broken; null while it is not. */
  since: timeSchema.nullable(),
  /** What was found and what it is measured by, in `unit`; null without a figure. */
  value: z.number().nullable(),
  limit: z.number().nullable(),
  /** `days`, `weeks`, `months`: so many different ones have a copy. */
  unit: z.enum(['seconds', 'bytes', 'count', 'days', 'weeks', 'months', 'none']),
  /** Of 3-2-1 where it is broken; null of all else. */
  lacks: backupLacksSchema.nullable(),
});
export type BackupVerdictView = z.infer<typeof backupVerdictSchema>;

/** A run that has ended. */
export const backupRunSchema = z.object({
  startedAt: timeSchema.nullable(),
  endedAt: timeSchema,
  outcome: z.enum(['success', 'warnings', 'failed', 'interrupted']),
  durationSeconds: z.number().nullable(),
  bytes: z.number().nullable(),
});
export type BackupRunView = z.infer<typeof backupRunSchema>;

/** What was looked at in what a drill brought back. */
export const drillCheckSchema = z.object({
  name: textSchema({ min: 1, max: 128 }),
  passed: z.boolean(),
  found: textSchema({ max: 400 }),
});

/** A restore drill with its evidence. */
export const backupDrillSchema = z.object({
  id: z.string(),
  startedAt: timeSchema,
  endedAt: timeSchema,
  outcome: z.enum(['passed', 'failed']),
  durationSeconds: z.number(),
  /** What restored it; empty where nobody says. */
  tool: z.string(),
  checks: z.array(drillCheckSchema),
  restoredBytes: z.number().nullable(),
  /** When the copy was made that was restored. */
  snapshotAt: timeSchema.nullable(),
  note: z.string(),
  /** What proves it besides; of drills that people made. */
  files: z.array(attachmentSchema),
  /** Who wrote it down; null where the agent made it. */
  by: z.string().nullable(),
});
export type BackupDrill = z.infer<typeof backupDrillSchema>;

/** One newest copy of a location over time. */
export const backupPointSchema = z.object({
  at: timeSchema,
  location: z.string(),
  kind: z.enum(['full', 'incremental', 'differential', 'wal', 'copy']),
  complete: z.enum(['yes', 'warnings', 'no']),
  bytes: z.number().nullable(),
  files: z.number().nullable(),
  /** From when on its tool may take it away; null where the tool does not say. */
  expiresAt: timeSchema.nullable(),
});
export type BackupPoint = z.infer<typeof backupPointSchema>;

/** How long the restores of drills took that passed. */
export const restoreTimesSchema = z.object({
  /** Of the last one; null = none has passed. */
  lastSeconds: z.number().nullable(),
  medianSeconds: z.number().nullable(),
  worstSeconds: z.number().nullable(),
  /** By how much it grows in a year, by the drills of the period; negative = faster; null where fewer than three tell. */
  trendSecondsPerYear: z.number().nullable(),
  limitSeconds: z.number().nullable(),
});
export type RestoreTimes = z.infer<typeof restoreTimesSchema>;

/** How much a restore would lose. */
export const lostTimeSchema = z.object({
  /** Now; null where nothing could be restored. */
  nowSeconds: z.number().nullable(),
  /** The worst moment of the period; null where it is not known of any day. */
  worstSeconds: z.number().nullable(),
  /** The day of the worst. */
  worstOn: backupDateSchema.nullable(),
  limitSeconds: z.number().nullable(),
});

export const backupJobQuerySchema = z.object({
  /** How many days back figures, squares and points go. */
  days: z.coerce.number().int().min(1).max(400).default(90),
});

/** All that there is to say of one job. */
export const backupJobDetailSchema = backupJobRowSchema.extend({
  /** When it was judged last; null = never. */
  judgedAt: timeSchema.nullable(),
  firstSeenAt: timeSchema.nullable(),
  verdicts: z.array(backupVerdictSchema),
  /** The next moments of the schedule, at most ten; empty without a policy. */
  nextMoments: z.array(timeSchema),
  /** The schedule as the policy writes it; null without one. */
  schedule: z.record(z.string(), z.unknown()).nullable(),
  /** When runs began that go on. */
  runningSince: z.array(timeSchema),
  /** The last runs, the newest first, at most 60. */
  runs: z.array(backupRunSchema),
  /** The newest first, at most 24. */
  drills: z.array(backupDrillSchema),
  /** Newest copies over the days asked for, the oldest first, at most 2 000. */
  points: z.array(backupPointSchema),
  cells: z.array(backupDaySchema),
  rpo: lostTimeSchema,
  rto: restoreTimesSchema,
  /** Its unresolved cases. */
  cases: z.array(
    z.object({
      id: z.number().int(),
      titles: titleSchema,
      severity: severitySchema,
      openedAt: timeSchema,
      acknowledged: z.boolean(),
    }),
  ),
});
export type BackupJobDetail = z.infer<typeof backupJobDetailSchema>;
