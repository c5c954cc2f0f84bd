import { calendarSchema } from '@watchcase/calendar';
import { adviceOnly, policySchema, type TermsContent, termsContentSchema } from '@watchcase/sla';
import type { PolicyTerms, Snapshot, Terms } from '../directory/index.ts';

/** All that a policy and its calendars say, in those versions; outside a contract's scope, what the policy says for that. Throws where they contradict each other. */
export function contentOf(
  known: Snapshot,
  { policy, calendars, scope }: PolicyTerms & Pick<Terms, 'scope'>,
): TermsContent {
  const promised = policySchema.strip().parse(known.version('policies', policy.id, policy.version));
  return termsContentSchema.parse({
    policy: scope === 'outside' ? adviceOnly(promised) : promised,
    calendars: calendars.map(({ id, version }) =>
      calendarSchema.strip().parse(known.version('calendars', id, version)),
    ),
    business: calendars[0]?.id ?? null,
  });
}
