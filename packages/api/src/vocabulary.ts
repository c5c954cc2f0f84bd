import { z } from 'zod';

/** Severities, least urgent first; comparisons go by position. */
export const severities = ['advisory', 'minor', 'major', 'critical'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** Fault categories: they choose skill, playbook and resolve target. */
export const categories = ['software', 'data', 'network', 'hardware', 'security', 'usage'] as const;
export const categorySchema = z.enum(categories);
export type Category = z.infer<typeof categorySchema>;

/** Life of a case; `caseLife` says what leads from one to the other. */
export const caseStates = [
  'open',
  'acknowledged',
  'diagnosing',
  'on-site-needed',
  'on-site',
  'on-hold',
  'resolved',
  'confirmed',
  'closed',
  'cancelled',
] as const;
export const caseStateSchema = z.enum(caseStates);
export type CaseState = z.infer<typeof caseStateSchema>;

/** What people are to the desk: it decides what they may see and do. */
export const roles = ['admin', 'manager', 'engineer', 'customer', 'read-only'] as const;
export type Role = (typeof roles)[number];

/** By which door a case came. */
export const caseSources = ['alert', 'console', 'api', 'portal', 'mail', 'inspection', 'follow-up'] as const;
export const caseSourceSchema = z.enum(caseSources);
export type CaseSource = z.infer<typeof caseSourceSchema>;

/** What a case is about: a fault, what the customer complains of, what they ask for, or what an inspection found. */
export const caseKinds = ['fault', 'complaint', 'request', 'finding'] as const;
export const caseKindSchema = z.enum(caseKinds);
export type CaseKind = z.infer<typeof caseKindSchema>;

/** For whom a case waits. */
export const holdReasons = ['customer', 'supplier', 'parts'] as const;
export const holdReasonSchema = z.enum(holdReasons);
export type HoldReason = z.infer<typeof holdReasonSchema>;

/** Why work is outside of what is paid for: there is no contract, none that holds that day, or none about this product, category, site or host. */
export const outsideReasons = [
  'no-contract',
  'ended',
  'not-begun',
  'product',
  'category',
  'site',
  'host',
] as const;
export const outsideReasonSchema = z.enum(outsideReasons);
export type OutsideReason = z.infer<typeof outsideReasonSchema>;

/** Promised moments in a case's life. */
export const targets = ['respond', 'diagnose', 'on-site', 'resolve', 'update'] as const;
export const targetSchema = z.enum(targets);
export type Target = z.infer<typeof targetSchema>;

/** Life of an alert; `inactive` ones are not listed. */
export const alertStates = ['pending', 'firing', 'frozen', 'resolved'] as const;
export const alertStateSchema = z.enum(alertStates);
export type AlertState = z.infer<typeof alertStateSchema>;

/** What we know of a host's connection. `never` = enrolled, not yet heard. */
export const presenceStates = ['online', 'offline', 'unknown', 'never'] as const;
export const presenceStateSchema = z.enum(presenceStates);
export type PresenceState = z.infer<typeof presenceStateSchema>;

/** ISO 8601 instant in UTC. */
export const timeSchema = z.iso.datetime();

/** One page of a list: `next` is the cursor for the following page, null at the end. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Paging of every list. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(200).optional(),
});

/**
 * A text from a person. A zero byte, which PostgreSQL refuses, is a fault: what is kept is what was sent. Where something must be said (`min`), white
 * space around it is left out and says nothing.
 */
export function textSchema(bounds: { min?: number; max: number }) {
  const text = z
    .string()
    .max(bounds.max)
    .refine((value) => !value.includes('\0'), 'has a zero byte in it');
  return bounds.min === undefined ? text : text.trim().min(bounds.min);
}
