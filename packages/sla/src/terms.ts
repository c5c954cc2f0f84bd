import { always, type ServiceTime } from '@watchcase/calendar';
import { z } from 'zod';
import type { ServicePolicy } from './policy-schema.ts';

const versionedSchema = z.object({ id: z.string(), version: z.number().int() });

/**
 * What a case is judged by, as its log names it (in `data.terms` of `opened` and `terms` events). The first calendar is the one of the contract, which `business`
 * means; the others are those the policy names.
 */
export const termsRefSchema = z.object({
  contract: z.string().nullable(),
  policy: versionedSchema,
  calendars: z.array(versionedSchema),
  scope: z.enum(['covered', 'outside']),
  /** Why it is outside, or covered; logs that were begun early do not say. */
  reason: z.string().optional(),
  travelAllowanceMs: z.number().min(0),
  /** Names what they say, all of it. */
  content: z.string(),
});
export type TermsRef = z.infer<typeof termsRefSchema>;

/** What a case is judged by. */
export interface Terms {
  /** `standard@1`: for people, and for whoever keeps an index. */
  name: string;
  policy: ServicePolicy;
  /** `always`, `business` or a calendar's id. */
  time(hours: string): ServiceTime;
  travelAllowanceMs: number;
}

/** Finds what a case's log names; undefined means a case from before there were terms. */
export type ResolveTerms = (ref: TermsRef | undefined) => Terms;

/** Puts terms together. A calendar that is named and not given is a fault of whoever gives it: throws. */
export function termsOf(
  policy: ServicePolicy,
  given: {
    version: number;
    /** Of the contract; without one, the policy's own. */
    business?: ServiceTime | undefined;
    calendars: readonly ServiceTime[];
    travelAllowanceMs: number;
  },
): Terms {
  const byId = new Map(given.calendars.map((time) => [time.id, time]));
  const find = (id: string): ServiceTime => {
    const found = id === 'always' ? (byId.get(id) ?? always) : byId.get(id);
    if (found === undefined) throw new Error(`policy ${policy.id} needs calendar ${id}`);
    return found;
  };
  return {
    name: `${policy.id}@${given.version}`,
    policy,
    time: (hours) =>
      hours === 'business' ? (given.business ?? find(policy.business ?? 'always')) : find(hours),
    travelAllowanceMs: given.travelAllowanceMs,
  };
}
