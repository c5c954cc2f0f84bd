import { z } from 'zod';
import {
  caseStateSchema,
  categorySchema,
  listOf,
  pageQuerySchema,
  severitySchema,
  targetSchema,
  textSchema,
  timeSchema,
} from './vocabulary.ts';
import { alertSchema } from './alerts.ts';
import { titleSchema } from './title.ts';

/** One promised moment: when it was or is due, and how it ended. */
export const caseClockSchema = z.object({
  target: targetSchema,
  limitSeconds: z.number(),
  due: timeSchema,
  /** `running` until met; `met` in time; `breached` once due passed, met later or not. */
  state: z.enum(['running', 'met', 'breached']),
  /** The moment the target was reached; null while it is not. */
  stoppedAt: timeSchema.nullable(),
});
export type CaseClock = z.infer<typeof caseClockSchema>;

export const caseSchema = z.object({
  id: z.number().int(),
  /** What people say on the phone: `C-1042`. */
  number: z.string(),
  /** In English; `titles` has every language. */
  title: z.string(),
  titles: titleSchema,
  state: caseStateSchema,
  severity: severitySchema,
  category: categorySchema,
  customer: z.object({ id: z.string(), name: z.string() }),
  site: z.object({ id: z.string(), name: z.string() }),
  /** The host it is about; null for a case about several hosts of the site. */
  host: z.object({ id: z.string(), name: z.string() }).nullable(),
  openedAt: timeSchema,
  acknowledgedAt: timeSchema.nullable(),
  acknowledgedBy: z.string().nullable(),
  /** When all evidence went quiet; null while something still fires. */
  recoveredAt: timeSchema.nullable(),
  resolvedAt: timeSchema.nullable(),
  closedAt: timeSchema.nullable(),
  /** An ended case opens again then when something of it still fires; null of every other. */
  comesBackAt: timeSchema.nullable(),
  /** True when the fault was first learned from late data. */
  detectedLate: z.boolean(),
  clocks: z.array(caseClockSchema),
  /** The earliest due time of a running clock; null when none runs. */
  nextDue: timeSchema.nullable(),
  /** True when any target was or is breached. */
  breached: z.boolean(),
});
export type Case = z.infer<typeof caseSchema>;

/** One line of the append-only timeline. `data` depends on `kind`; where `text` is a title, `data.titles` has it in every language. */
export const caseEventSchema = z.object({
  seq: z.number().int(),
  time: timeSchema,
  kind: z.enum([
    'opened',
    'alert-joined',
    'severity-raised',
    'severity-lowered',
    'too-many',
    'alert-recovered',
    'recovered',
    'recurred',
    'reopened',
    'worsened',
    'retitled',
    'alert-moved',
    'merged',
    'handed-on',
    'given-back',
    'acknowledged',
    'note',
    'resolved',
    'closed',
    'warning',
    'breached',
    'page-queued',
    'page-sent',
    'page-retry',
    'page-failed',
    'nobody-to-page',
  ]),
  /** A person's name, or `watchcase`. */
  actor: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type CaseEventView = z.infer<typeof caseEventSchema>;

/** Series around the moment of the fault, carried by the case itself. */
export const evidenceSchema = z.object({
  alertId: z.string(),
  /** In English; `titles` has every language. */
  title: z.string(),
  titles: titleSchema,
  unit: z.string(),
  series: z.string(),
  /** Columns: Unix seconds and values. */
  times: z.array(z.number()),
  values: z.array(z.number().nullable()),
  /** The limit that was crossed, where the condition has one; and when it was. */
  threshold: z.number().nullable(),
  breachedAt: timeSchema,
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const caseDetailSchema = caseSchema.extend({
  /** The newest lines, oldest first; `timelineCount` is how many there are in all, and `GET /cases/{id}/timeline` has them. */
  timeline: z.array(caseEventSchema),
  timelineCount: z.number().int(),
  /**
   * What is wrong now, the worst first, then what was; of many the first. `alertCount` is how many there are in all. `said`: what the failed run of the alert's backup
   * job wrote last; `why`: why what it is about cannot be read, as the agent says; null where there is none.
   */
  alerts: z.array(alertSchema.extend({ said: z.string().nullable(), why: z.string().nullable() })),
  alertCount: z.number().int(),
  evidence: z.array(evidenceSchema),
});
export type CaseDetail = z.infer<typeof caseDetailSchema>;

export const caseListQuerySchema = pageQuerySchema.extend({
  /** `unresolved` (default) = open or acknowledged, most urgent first; `all` newest first. */
  view: z.enum(['unresolved', 'all']).default('unresolved'),
  state: caseStateSchema.optional(),
  host: z.string().optional(),
  severity: severitySchema.optional(),
});
export const caseListSchema = listOf(caseSchema);

/** Lines of a timeline, newest first. */
export const timelineListSchema = listOf(caseEventSchema);

/** Who acts. `by` defaults to the token's or session's name. */
export const whoBodySchema = z.object({ by: textSchema({ min: 1, max: 100 }).optional() });
/** `to`: one of the people of duty, see `GET /api/v1/people`. */
export const handOnBodySchema = z.object({
  to: textSchema({ min: 1, max: 100 }),
  by: textSchema({ min: 1, max: 100 }).optional(),
});
export const noteBodySchema = z.object({
  text: textSchema({ min: 1, max: 10_000 }),
  by: textSchema({ min: 1, max: 100 }).optional(),
});
/** What becomes of a case that is ended while an alert of it fires: it opens again by itself after a time, and at once when it gets worse; or it stays ended. */
export const whileFiringSchema = z.enum(['comes-back', 'stays-resolved']);
export type WhileFiring = z.infer<typeof whileFiringSchema>;

/** `whileFiring` must be said where an alert of the case fires, and says nothing where none does. */
export const resolveBodySchema = z.object({
  cause: textSchema({ max: 10_000 }).default(''),
  solution: textSchema({ max: 10_000 }).default(''),
  whileFiring: whileFiringSchema.optional(),
  by: textSchema({ min: 1, max: 100 }).optional(),
});
export const closeBodySchema = z.object({
  text: textSchema({ max: 10_000 }).default(''),
  whileFiring: whileFiringSchema.optional(),
  by: textSchema({ min: 1, max: 100 }).optional(),
});
