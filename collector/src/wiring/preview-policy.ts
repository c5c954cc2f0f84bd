import type { PolicyPreview } from '@watchcase/api';
import { previewPolicy, readTerms } from '@watchcase/sla';
import { type Directory, policyTerms } from '../directory/index.ts';
import { contentOf } from './terms-content.ts';

/** What is asked: for a case that opens `at` (Unix milliseconds), on the contract's calendar or the policy's own, inside the contract's scope or outside. */
interface PreviewQuestion {
  at: number;
  calendar?: string | undefined;
  scope: 'covered' | 'outside';
}

/** When what would be due by a policy of the directory as it is now; undefined where there is no such policy, or calendar. */
export async function previewOf(
  directory: Pick<Directory, 'current'>,
  id: string,
  { at, calendar, scope }: PreviewQuestion,
): Promise<PolicyPreview | undefined> {
  const known = await directory.current();
  const refs = policyTerms(known, id, calendar);
  if (refs === undefined) return undefined;
  const ref = { ...refs, contract: null, scope, travelAllowanceMs: 0, content: '' };
  const terms = readTerms(contentOf(known, ref))(ref);
  return {
    policy: terms.name,
    at: iso(at),
    promises: previewPolicy(terms, at).map(({ words, isOutside, dueAt, warnings, ...promise }) => ({
      ...promise,
      promise: words,
      isOutsideHours: isOutside,
      due: iso(dueAt),
      warnings: warnings.map((warning) => ({ percent: warning.percent, at: iso(warning.at) })),
    })),
  };
}

function iso(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
