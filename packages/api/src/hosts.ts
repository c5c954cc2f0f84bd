import { z } from 'zod';
import { displayNameSchema, idSchema } from './name-schemas.ts';
import { untiedRuleSchema } from './rules.ts';
import { unreadListSchema } from './unread.ts';
import { listOf, pageQuerySchema, presenceStateSchema, severitySchema, timeSchema } from './vocabulary.ts';

/** A host in a list: who it is, whether it is there, and the few numbers a person looks at first. */
export const hostSchema = z.object({
  id: z.string(),
  name: z.string(),
  customer: z.object({ id: z.string(), name: z.string() }),
  site: z.object({ id: z.string(), name: z.string() }),
  presence: presenceStateSchema,
  presenceSince: timeSchema,
  /** Since when nobody expects it any more; null while it is in service. */
  retiredAt: timeSchema.nullable(),
  /** Since when its credential is worth nothing; null while it may connect. */
  revokedAt: timeSchema.nullable(),
  /** Arrival of the last message; null before the first. */
  lastHeard: timeSchema.nullable(),
  /** Time of the last live sample; null before the first. */
  lastSample: timeSchema.nullable(),
  agentVersion: z.string().nullable(),
  platform: z.string().nullable(),
  intervalSeconds: z.number().nullable(),
  /** Seconds the host's clock is behind the collector's (positive) or ahead (negative). */
  clockOffsetSeconds: z.number(),
  seriesCount: z.number().int(),
  openCases: z.number().int(),
  /** Worst severity among unresolved cases; null when there are none. */
  worstSeverity: severitySchema.nullable(),
  /** Headline numbers from the last sample; null where the host does not report them. */
  vitals: z.object({
    cpuUsedPercent: z.number().nullable(),
    memoryUsedPercent: z.number().nullable(),
    diskUsedPercent: z.number().nullable(),
    load1: z.number().nullable(),
  }),
});
export type Host = z.infer<typeof hostSchema>;

/** What a list of hosts may go by: its id, its name, its customer and site, whether it is there (the worst first), how bad its open cases are and how many. */
export const hostSorts = ['id', 'name', 'customer', 'presence', 'cases'] as const;
export type HostSort = (typeof hostSorts)[number];

export const hostListQuerySchema = pageQuerySchema.extend({
  /** Part of the name or id. */
  search: z.string().max(100).optional(),
  presence: presenceStateSchema.optional(),
  customer: z.string().max(100).optional(),
  /** Of that customer. */
  site: z.string().max(100).optional(),
  /** `true` lists those that are retired, and no others. */
  retired: z.enum(['true', 'false']).default('false'),
  sort: z.enum(hostSorts).default('id'),
  order: z.enum(['up', 'down']).default('up'),
});
export const hostListSchema = listOf(hostSchema);

/** One series a host reports, with its last value. */
export const latestSeriesSchema = z.object({
  /** `measurement.field{tag="value",…}`; names the series in /series. */
  key: z.string(),
  measurement: z.string(),
  field: z.string(),
  tags: z.record(z.string(), z.string()),
  unit: z.string(),
  value: z.number().nullable(),
});
export type LatestSeries = z.infer<typeof latestSeriesSchema>;

/** Newest known fact about a backup job of the host. */
export const backupJobSchema = z.object({
  job: z.string(),
  lastStart: timeSchema.nullable(),
  lastEnd: timeSchema.nullable(),
  lastSuccess: timeSchema.nullable(),
  /** When the oldest run that goes on began; null when none does. */
  runningSince: timeSchema.nullable(),
  /** How many go on at once. */
  runs: z.number().int(),
  /** When a run began that ended without a word, with its host or all its processes, and that no other has followed; null when there is none. */
  cutOffAt: timeSchema.nullable(),
  ok: z.boolean().nullable(),
  exitCode: z.number().int().nullable(),
  durationSeconds: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  output: z.string(),
});
export type BackupJob = z.infer<typeof backupJobSchema>;

/** What of a host's messages could not be taken, in all. */
export const refusalSchema = z.object({
  /** As counted in `watchcase_messages_refused_total`. */
  reason: z.string(),
  count: z.number(),
  last: timeSchema,
});
export type Refusal = z.infer<typeof refusalSchema>;

export const hostDetailSchema = hostSchema.extend({
  refused: z.array(refusalSchema),
  /** What its agent cannot read, and why, as it said last. */
  unread: unreadListSchema,
  series: z.array(latestSeriesSchema),
  backups: z.array(backupJobSchema),
  /** Rules that do not fit what the host reports, in part or at all: they cannot speak. */
  untiedRules: z.array(untiedRuleSchema),
  inventory: z.record(z.string(), z.unknown()).nullable(),
  /** What the machine calls itself, and whether a person has given it another name. */
  reportedName: z.string(),
  nameGiven: z.boolean(),
});
export type HostDetail = z.infer<typeof hostDetailSchema>;

/** Which points to read; `series` may be given several times. */
export const seriesQuerySchema = z.object({
  series: z.union([z.string(), z.array(z.string()).max(50)]).transform((s) => (Array.isArray(s) ? s : [s])),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  /** Most points per series wanted; the answer is averaged to fit. */
  points: z.coerce.number().int().min(2).max(2000).default(300),
});

/** Columns of equal length, as charts want them: times in Unix seconds; null = no sample. */
export const seriesDataSchema = z.object({
  stepSeconds: z.number(),
  times: z.array(z.number()),
  series: z.array(z.object({ key: z.string(), unit: z.string(), values: z.array(z.number().nullable()) })),
});
export type SeriesData = z.infer<typeof seriesDataSchema>;

/** What is to be changed of a host; `name: null` gives it back the name that the machine reports. A site is made when there is none. */
export const hostChangeSchema = z.strictObject({
  name: displayNameSchema.nullable().optional(),
  site: displayNameSchema.optional(),
  siteId: idSchema.optional(),
});
export type WantedHostChange = z.infer<typeof hostChangeSchema>;

/** A host that was retired, or whose credential was revoked. `cutOff` is false where the broker could not be told: what the host sends is ignored all the same. */
export const endedHostSchema = hostDetailSchema.extend({ cutOff: z.boolean() });
export type EndedHost = z.infer<typeof endedHostSchema>;
