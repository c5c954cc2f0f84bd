import { z } from 'zod';
import {
  caseKindSchema,
  caseSourceSchema,
  caseStateSchema,
  categorySchema,
  holdReasonSchema,
  listOf,
  outsideReasonSchema,
  severitySchema,
  targetSchema,
  timeSchema,
} from './vocabulary.ts';
import { alertSchema } from './alerts.ts';
import { caseEventKinds } from './case-event-kinds.ts';
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
  /**
   * Why it stands still, and until when where that is known; null when it runs. While nobody knows, `due` is when it would be due if it went on at `since`.
   */
  paused: z.object({ reason: holdReasonSchema, since: timeSchema, until: timeSchema.nullable() }).nullable(),
  /** True when days off that are not announced yet can still move `due`. */
  isProvisional: z.boolean(),
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
  /** Null for a case about no place in particular. */
  site: z.object({ id: z.string(), name: z.string() }).nullable(),
  source: caseSourceSchema,
  kind: caseKindSchema,
  /** The host it is about; null for a case about several hosts of the site, or about none. */
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
  /** Whom the case waits for, and until when; null while it does not wait. */
  onHold: z.object({ reason: holdReasonSchema, until: timeSchema.nullable() }).nullable(),
  /** The person or the team it is given to; they need not have answered yet. */
  assignee: z.string().nullable(),
  team: z.string().nullable(),
  watchers: z.array(z.string()),
  confirmedAt: timeSchema.nullable(),
  /** The customer's word, 1 to 5; null while there is none. */
  rating: z.number().int().nullable(),
  /** True when the fault was first learned from late data. */
  detectedLate: z.boolean(),
  clocks: z.array(caseClockSchema),
  /** The earliest due time of a running clock; null when none runs. */
  nextDue: timeSchema.nullable(),
  /** True when any target was or is breached. */
  breached: z.boolean(),
  /** `standard@2`: by what it is judged. */
  policy: z.string(),
  /** The contract it falls under, or comes nearest to; null without one. */
  contract: z.string().nullable(),
  /** Why no contract pays for it: what is done is advice only, or is charged for. Null when one does, or nobody keeps contracts. */
  outside: outsideReasonSchema.nullable(),
});
export type Case = z.infer<typeof caseSchema>;

/** One line of the append-only timeline. `data` depends on `kind`; where `text` is a title, `data.titles` has it in every language. */
export const caseEventSchema = z.object({
  seq: z.number().int(),
  time: timeSchema,
  kind: z.enum(caseEventKinds),
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
  /** What stands in the subject of mail about it, so that answers join it. */
  mailTag: z.string(),
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

export const caseListSchema = listOf(caseSchema);

/** Lines of a timeline, newest first. */
export const timelineListSchema = listOf(caseEventSchema);
