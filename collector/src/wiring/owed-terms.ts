import { BoundedMap, type Log } from '@watchcase/runtime';
import { previewPolicy, readTerms, type TermsContent } from '@watchcase/sla';
import type { AskTerms } from '../cases/index.ts';
import { type Directory, type Snapshot, type Terms, termsOf } from '../directory/index.ts';
import { contentOf } from './terms-content.ts';

/** Contents by the versions they are made of, which never change. */
const MOST_KEPT = 500;

/**
 * What contracts of the directory say of a case; undefined where nobody keeps any. Records that contradict each other are told, and must not keep a case from opening:
 * `unreadable`.
 */
export function owedBy(directory: Directory, log: Log): AskTerms {
  const kept = new BoundedMap<string, TermsContent | 'unreadable'>(MOST_KEPT);

  function contentFor(known: Snapshot, terms: Terms, at: number): TermsContent | 'unreadable' {
    const { policy, calendars, scope } = terms;
    const key = JSON.stringify([policy, calendars, scope]);
    let content = kept.get(key);
    if (content === undefined) {
      content = read(known, terms, at);
      kept.set(key, content);
    }
    return content;
  }

  function read(known: Snapshot, terms: Terms, at: number): TermsContent | 'unreadable' {
    try {
      const content = contentOf(known, terms);
      previewPolicy(readTerms(content)({ ...terms, content: '' }), at);
      return content;
    } catch (error) {
      log.error(
        { code: 'TERMS_UNREADABLE', policy: terms.policy.id, err: error },
        'a case opens without its terms',
      );
      return 'unreadable';
    }
  }

  return async (tx, { customerId, siteId, hostId, category, severity, at }) => {
    const known = await directory.current(tx);
    const subject = { customer: customerId, site: siteId, host: hostId === '' ? null : hostId };
    const ref = termsOf(known, { ...subject, category, severity, at });
    if (ref.reason === 'no-contracts-kept') return undefined;
    const content = contentFor(known, ref, at);
    return content === 'unreadable' ? content : { ref, content };
  };
}
