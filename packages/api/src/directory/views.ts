import { z } from 'zod';
import { dutyFindingSchema } from '../oncall.ts';
import { listOf, pageQuerySchema, timeSchema } from '../vocabulary.ts';
import { recordKindSchema } from './kinds.ts';

/** By which door a change came. */
export const doorSchema = z.enum([
  'apply',
  'import',
  'console',
  'api',
  'command',
  'enrolment',
  'rollout',
  'upgrade',
  'shipped',
  'login',
]);
export type Door = z.infer<typeof doorSchema>;

const fieldsOfRecord = z.record(z.string(), z.unknown());

/** A record of the directory as it is now. */
export const directoryRecordSchema = z.object({
  kind: recordKindSchema,
  id: z.string(),
  /** Grows with each change; a case remembers which it was judged by. */
  version: z.number().int(),
  retired: z.boolean(),
  /** Its fields, as in the YAML form. */
  data: fieldsOfRecord,
  changedAt: timeSchema,
  changedBy: z.string(),
  door: doorSchema,
});
export type DirectoryRecordView = z.infer<typeof directoryRecordSchema>;

/** With its YAML, for people who change it as text, and what it was before, the newest first. */
export const directoryRecordDetailSchema = directoryRecordSchema.extend({
  yaml: z.string(),
  versions: z.array(
    z.object({
      version: z.number().int(),
      data: fieldsOfRecord,
      changedAt: timeSchema,
      changedBy: z.string(),
      door: doorSchema,
    }),
  ),
});
export type DirectoryRecordDetail = z.infer<typeof directoryRecordDetailSchema>;

export const directoryListQuerySchema = pageQuerySchema.extend({
  /** In id or fields, without case. */
  search: z.string().max(200).optional(),
  /** Of this customer: its sites, contacts, contracts, hosts. */
  customer: z.string().max(63).optional(),
  /** Those out of use too. */
  retired: z.literal('true').optional(),
});
export const directoryListSchema = listOf(directoryRecordSchema);

/** A calendar whose days run out: what is said past `until` is provisional. */
export const coverageFindingSchema = z.object({
  calendar: z.string(),
  because: z.enum(['ends-soon', 'has-ended']),
  /** The last date it is sure of. */
  until: z.iso.date(),
  /** How many contracts count on it. */
  contracts: z.number().int(),
});
export type CoverageFinding = z.infer<typeof coverageFindingSchema>;

/** How many records of each kind are in use, and what somebody must look at. */
export const directorySummarySchema = z.object({
  items: z.array(z.object({ kind: recordKindSchema, count: z.number().int() })),
  findings: z.array(coverageFindingSchema),
  /** Of rotas: what begins within 7 days, and who is out of use and still on one. */
  duty: z.array(dutyFindingSchema),
});
export type DirectorySummary = z.infer<typeof directorySummarySchema>;

/** One change that is, or would be, made; `before` is null of a new record. */
export const plannedChangeSchema = z.object({
  kind: recordKindSchema,
  id: z.string(),
  act: z.enum(['add', 'change', 'retire', 'restore']),
  before: fieldsOfRecord.nullable(),
  after: fieldsOfRecord,
});

/** Something that the files do not have and that stays: a record, or a field of one. `prune` takes it away, but for what is in use. */
export const keptSchema = z.object({
  kind: recordKindSchema,
  id: z.string(),
  /** Undefined: the whole record. */
  field: z.string().optional(),
  /** What would become of the field. */
  wanted: z.unknown().optional(),
  by: z.string(),
  door: doorSchema,
  /** Hosts report from it: it stays in any case. */
  inUse: z.boolean(),
});

/** What an apply or import came to, or with `dryRun` would come to. */
export const appliedSchema = z.object({
  dryRun: z.boolean(),
  changes: z.array(plannedChangeSchema),
  kept: z.array(keptSchema),
  /** The same as lines for people. */
  text: z.string(),
});
export type Applied = z.infer<typeof appliedSchema>;

/** YAML files that are applied as one. */
export const applyBodySchema = z.object({
  files: z
    .array(z.object({ name: z.string().min(1).max(500), text: z.string() }))
    .min(1)
    .max(500),
  dryRun: z.boolean().default(false),
  /** Takes away what the files do not have. */
  prune: z.boolean().default(false),
});

/** Kinds that come as tables, too. */
export const importKinds = ['customers', 'contacts', 'people'] as const;
export type ImportKind = (typeof importKinds)[number];
export const importBodySchema = z.object({
  name: z.string().min(1).max(500),
  text: z.string(),
  dryRun: z.boolean().default(false),
});

/** A record as fields, or as YAML; `version` is that of the one that was changed, so that nobody's change is overwritten unseen. */
export const recordBodySchema = z.union([
  z.object({ data: fieldsOfRecord, version: z.number().int().optional() }).strict(),
  z.object({ yaml: z.string(), version: z.number().int().optional() }).strict(),
]);

/** The whole directory in its YAML form, as files by kind. */
export const exportedSchema = z.object({ files: z.array(z.object({ name: z.string(), text: z.string() })) });

/** One line of the audit log: who changed what, by which door. */
export const auditLineSchema = z.object({
  id: z.number().int(),
  time: timeSchema,
  actor: z.string(),
  door: doorSchema,
  /** `customers/hongda`, and so on. */
  subject: z.string(),
  /** What an account is called now, or whose a session or token was; null of all else: that says itself what it is called. */
  owner: z.string().nullable(),
  act: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditLine = z.infer<typeof auditLineSchema>;
export const auditQuerySchema = pageQuerySchema.extend({ subject: z.string().max(200).optional() });
export const auditListSchema = listOf(auditLineSchema);
