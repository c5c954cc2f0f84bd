import { displayNameSchema, idSchema, severities, textSchema } from '@watchcase/api';
import { locationKinds } from '@watchcase/protocol';
import { parseDuration } from '@watchcase/runtime';
import { z } from 'zod';
import { checks } from './checks.ts';
import { scheduleSchema } from './schedule/schedule-schema.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 3660 * DAY_MS;

function lengthSchema(minMs: number) {
  return z.string().refine(
    (text) => {
      const ms = parseDuration(text);
      return ms !== undefined && ms >= minMs && ms <= LONGEST_MS;
    },
    `expected a duration such as 30m, 26h or 7d, from ${minMs === 0 ? '0m' : minMs < DAY_MS ? '1m' : `${minMs / DAY_MS}d`} to 3660d`,
  );
}
const timeSchema = lengthSchema(0);
const ageSchema = lengthSchema(60_000);
/** An agent tells of each place once a day. */
const watchedSchema = lengthSchema(2 * DAY_MS);
const countSchema = z.number().int().min(1).max(100_000);
const placedSchema = z
  .string()
  .regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'expected the id of a customer, a dot, and an id of its own');
const wordSchema = textSchema({ min: 1, max: 60 });

/** Whose jobs are meant: all that fit each list that is there. */
const jobsSchema = z.strictObject({
  customers: z.array(idSchema).min(1).max(500).optional(),
  sites: z.array(placedSchema).min(1).max(500).optional(),
  hosts: z.array(placedSchema).min(1).max(500).optional(),
  /** Of hosts and customers. */
  tags: z.array(wordSchema).min(1).max(100).optional(),
  /** Names of jobs, in which `*` stands for any characters. */
  names: z
    .array(textSchema({ min: 1, max: 128 }))
    .min(1)
    .max(100)
    .optional(),
});

/** When something is unusual, against the median of those before it. */
const unusualSchema = z.strictObject({
  /** How many are looked back on. */
  last: z.number().int().min(5).max(60).optional(),
  /** Percent of the median that are usual in any case, up and down. */
  percent: z.number().min(1).max(10_000).optional(),
  /** Times the median deviation that are usual in any case. */
  deviations: z.number().min(1).max(100).optional(),
  /** Less of a difference is never unusual: bytes, files or seconds. */
  floor: z.number().min(0).optional(),
});

const severityWordSchema = z.enum([...severities, 'none']);

/** What is promised of backups, in the form people write; what is not named is not asked for. */
export const backupPolicySchema = z.strictObject({
  id: idSchema,
  name: displayNameSchema.optional(),
  /** Without it only contracts choose it, that name it in `backup`. */
  jobs: jobsSchema.optional(),
  schedule: scheduleSchema,
  /** How late an end may be; default 1h. */
  grace: timeSchema.optional(),
  /** How much later than the schedule a run may begin by chance, as RandomizedDelaySec= has it. */
  randomDelay: timeSchema.optional(),
  /** A run that lasts longer is stuck; default 12h. */
  maxRun: ageSchema.optional(),
  /** Copies that must be there, by how far they are from what they save. */
  copies: z
    .array(z.strictObject({ kind: z.enum(locationKinds), maxAge: ageSchema, least: countSchema.optional() }))
    .min(1)
    .max(locationKinds.length)
    .refine((list) => new Set(list.map(({ kind }) => kind)).size === list.length, 'names one kind twice')
    .optional(),
  /** 3-2-1: two copies at different places beside the data itself, one of them not local, none older than this. */
  threeTwoOne: ageSchema.optional(),
  retention: z
    .strictObject({
      /** Copies at each location. */
      least: countSchema.optional(),
      /** How old the oldest must be, once the job is. */
      oldest: ageSchema.optional(),
      /** Days, weeks, months of which one is kept. */
      gfs: z
        .strictObject({
          daily: countSchema.optional(),
          weekly: countSchema.optional(),
          monthly: countSchema.optional(),
        })
        .optional(),
    })
    .optional(),
  size: unusualSchema.extend({ live: z.boolean().optional() }).optional(),
  files: unusualSchema.optional(),
  duration: unusualSchema.optional(),
  verifyEvery: ageSchema.optional(),
  drillEvery: ageSchema.optional(),
  /** How late a drill may be; default 7d. */
  drillGrace: timeSchema.optional(),
  /** How old the data may be that a restore would bring back. */
  rpo: ageSchema.optional(),
  /** How long a restore may take. */
  rto: ageSchema.optional(),
  /** While a host is not heard its own case speaks for it, but not for longer than this; default 24h. */
  whileSilent: timeSchema.optional(),
  /** So long after a place was looked at last what it had counts; an agent tells of each once a day. Default 7d. */
  watchedFor: watchedSchema.optional(),
  severity: z.partialRecord(z.enum(checks), severityWordSchema).optional(),
});
export type BackupPolicyRecord = z.infer<typeof backupPolicySchema>;
