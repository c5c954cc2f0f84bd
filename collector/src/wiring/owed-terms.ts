import { calendarSchema } from '@watchcase/calendar';
import type { Log } from '@watchcase/runtime';
import {
  policySchema,
  previewPolicy,
  readTerms,
  type TermsContent,
  termsContentSchema,
} from '@watchcase/sla';
import type { AskTerms } from '../cases/index.ts';
import { type Directory, type Snapshot, termsOf } from '../directory/index.ts';

/**
 * What contracts of the directory say of a case that opens; undefined where nobody keeps any. Records that contradict each other are told, and must not keep a case
 * from opening: it is judged as one without a contract.
 */
export function owedBy(directory: Directory, log: Log): AskTerms {
  return async (tx, { customerId, siteId, hostId, category, severity, at }) => {
    const known = await directory.current(tx);
    const subject = { customer: customerId, site: siteId, host: hostId === '' ? null : hostId };
    const { reason, ...ref } = termsOf(known, { ...subject, category, severity, at });
    if (reason === 'no-contracts-kept') return undefined;
    try {
      const content = contentOf(known, ref);
      previewPolicy(readTerms(content)({ ...ref, content: '' }), at);
      return { ref, content };
    } catch (error) {
      log.error(
        { code: 'TERMS_UNREADABLE', policy: ref.policy.id, err: error },
        'a case opens without its terms',
      );
      return undefined;
    }
  };
}

/** All that the records say, in those versions. */
function contentOf(
  known: Snapshot,
  { policy, calendars }: Pick<ReturnType<typeof termsOf>, 'policy' | 'calendars'>,
): TermsContent {
  return termsContentSchema.parse({
    policy: policySchema.strip().parse(known.version('policies', policy.id, policy.version)),
    calendars: calendars.map(({ id, version }) =>
      calendarSchema.strip().parse(known.version('calendars', id, version)),
    ),
    business: calendars[0]?.id ?? null,
  });
}
