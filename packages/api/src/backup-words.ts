import { z } from 'zod';
import { timeSchema } from './vocabulary.ts';

/** What a policy asks of a job, one by one; docs/backups.md says when each is broken. */
export const backupChecks = [
  'missed',
  'failed',
  'warnings',
  'stuck',
  'incomplete',
  'copies',
  'three-two-one',
  'retention',
  'size',
  'files',
  'duration',
  'identical',
  'verification',
  'drill-overdue',
  'drill-failed',
  'rpo',
  'rto',
  'clock',
  'unwatched',
] as const;
export const backupCheckSchema = z.enum(backupChecks);
export type BackupCheck = z.infer<typeof backupCheckSchema>;

/**
 * How a job stands now, the worst first. `late`: its moment has passed, its deadline has not. `unheard`: its host is not heard, nobody can know. `waiting`: nothing has come yet, nothing is due.
 * `unjudged`: no policy is about it.
 */
export const backupStates = [
  'stuck',
  'missed',
  'failed',
  'late',
  'unheard',
  'warnings',
  'running',
  'waiting',
  'good',
  'unjudged',
] as const;
export const backupStateSchema = z.enum(backupStates);
export type BackupState = z.infer<typeof backupStateSchema>;

/**
 * What a day was for a job, by what its schedule expected of that day. `late`: it came after its deadline (today also: its moment has passed, its deadline has not). `missed`: nothing came. `failed`, `stuck`: no
 * good run came instead. `none`: nothing was expected, and nothing came. `pending`: the day is not over, and what it expects is not due. `unknown`: before the job was first heard of, or no policy says what was
 * expected and nothing came.
 */
export const backupDayStates = [
  'success',
  'warnings',
  'late',
  'missed',
  'failed',
  'stuck',
  'none',
  'pending',
  'unknown',
] as const;
export const backupDayStateSchema = z.enum(backupDayStates);
export type BackupDayState = z.infer<typeof backupDayStateSchema>;

/** How far copies are from what they save. */
export const backupLocationKindSchema = z.enum(['local', 'offsite', 'offline']);
export type BackupLocationKind = z.infer<typeof backupLocationKindSchema>;

/** A day without a time: `2026-03-29`. */
export const backupDateSchema = z.iso.date();
/** One square of the matrix. */
export const backupDaySchema = z.object({
  day: backupDateSchema,
  state: backupDayStateSchema,
  /** How often the schedule expected it that day; null where that does not hang on days (`every`), or no policy says. */
  expected: z.number().int().nullable(),
  /** Runs and copies that came for that day. */
  came: z.number().int(),
  /** Copies were verified that day: `damaged` where damage was found; null = not. */
  verified: z.enum(['sound', 'damaged']).nullable(),
  /** A restore drill ended that day; null = none. */
  drilled: z.enum(['passed', 'failed']).nullable(),
});
export type BackupDay = z.infer<typeof backupDaySchema>;

/** What 3-2-1 lacks: so many places more must have a copy that is new enough, whether none of those that have one is away, and those whose copy is too old or cannot be restored. */
export const backupLacksSchema = z.object({
  places: z.number().int(),
  away: z.boolean(),
  old: z.array(z.string()),
});
export type BackupLacks = z.infer<typeof backupLacksSchema>;

/** The copies of a job at one location, as its tool said last. */
export const backupCopiesViewSchema = z.object({
  location: z.string(),
  kind: backupLocationKindSchema,
  tool: z.string(),
  /** When the tool was asked. */
  askedAt: timeSchema,
  /** When the newest copy was made; null when there is none. */
  newestAt: timeSchema.nullable(),
  /** Of the newest: whether it has all. */
  newestComplete: z.enum(['yes', 'warnings', 'no']).nullable(),
  /** Of the newest: from when on its tool may take it away or write over it; null where the tool does not say. It counts for as long as the tool lists it. */
  newestExpiresAt: timeSchema.nullable(),
  oldestAt: timeSchema.nullable(),
  count: z.number().int(),
  /** All of them together; null where the tool does not say. */
  bytes: z.number().nullable(),
  verifiedAt: timeSchema.nullable(),
  /** How it was verified, or what was found, for people. */
  verification: z.string().nullable(),
  /** False: damage was found then. */
  isSound: z.boolean(),
});
export type BackupCopiesView = z.infer<typeof backupCopiesViewSchema>;
