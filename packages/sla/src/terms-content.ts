import { always, calendarSchema, serviceTime } from '@watchcase/calendar';
import { z } from 'zod';
import { policySchema } from './policy-schema.ts';
import { type Terms, termsOf, type TermsRef } from './terms.ts';

/** All that terms say: what a case is judged by for ever, whatever becomes of the records it was taken from. `business`: id of the contract's calendar; null = all hours. */
export const termsContentSchema = z.object({
  policy: policySchema,
  calendars: z.array(calendarSchema),
  business: z.string().nullable(),
});
export type TermsContent = z.infer<typeof termsContentSchema>;

/** Reads a content once; gives the terms of each case that names it. */
export function readTerms({ policy, calendars, business }: TermsContent): (ref: TermsRef) => Terms {
  const times = calendars.map(serviceTime);
  const own = times.find(({ id }) => id === business) ?? always;
  return ({ policy: { version }, travelAllowanceMs }) =>
    termsOf(policy, { version, business: own, calendars: times, travelAllowanceMs });
}
