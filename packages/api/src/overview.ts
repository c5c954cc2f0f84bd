import { z } from 'zod';
import { caseSchema } from './cases.ts';
import { titleSchema } from './title.ts';
import { presenceStateSchema, severitySchema, timeSchema } from './vocabulary.ts';

const namedSchema = z.object({ id: z.string(), name: z.string() });

/** The first of some cases, and how many there are in all. */
const someCasesSchema = z.object({ count: z.number().int(), items: z.array(caseSchema) });

/** One square of the map: a host, how it is, and the worst of its unresolved cases (null: it has none). */
export const hostSquareSchema = z.object({
  id: z.string(),
  name: z.string(),
  presence: presenceStateSchema,
  severity: severitySchema.nullable(),
});
export type HostSquare = z.infer<typeof hostSquareSchema>;

/** The hosts of a site; of many sites' hosts those in trouble first, `count` is how many there are in all. */
export const sitePlaceSchema = z.object({
  customer: namedSchema,
  site: namedSchema,
  count: z.number().int(),
  inTrouble: z.number().int(),
  hosts: z.array(hostSquareSchema),
});
export type SitePlace = z.infer<typeof sitePlaceSchema>;

/** A backup that is late, or failed, or cannot be read: what fires about it. */
export const lateBackupSchema = z.object({
  alertId: z.string(),
  titles: titleSchema,
  severity: severitySchema,
  since: timeSchema,
  host: namedSchema,
  customer: namedSchema,
  caseId: z.number().int().nullable(),
});
export type LateBackup = z.infer<typeof lateBackupSchema>;

/** What whoever leads the desk looks at: each part is bounded, and says how many there are in all. */
export const overviewSchema = z.object({
  /** Something is due within two hours, or overdue; the earliest first. */
  due: someCasesSchema,
  /** Nobody has answered them; the worst first, then the oldest. */
  nobody: someCasesSchema,
  /** A target was missed since `since`, the beginning of the reader's day; the newest first. */
  breached: someCasesSchema.extend({ since: timeSchema }),
  /** By customer and site. */
  places: z.array(sitePlaceSchema),
  hostCount: z.number().int(),
  backups: z.object({ count: z.number().int(), items: z.array(lateBackupSchema) }),
  /** Who is on duty now, by the rotas or else by the config, and what each is paged for. */
  onDuty: z.array(z.object({ name: z.string(), severities: z.array(severitySchema) })),
});
export type Overview = z.infer<typeof overviewSchema>;

export const overviewQuerySchema = z.object({
  /** Whose day it is: a time zone such as Asia/Shanghai; the collector's without it. */
  zone: z.string().max(60).optional(),
});
