import type { OutsideReason } from '@watchcase/api';
import { termsBefore, type TermsRef } from '@watchcase/sla';

/** By which policy a case is judged, under which contract, and why that does not pay for it (pure). */
export function owedColumns(terms: TermsRef | null): {
  policy: string;
  contract: string | null;
  outside: OutsideReason | null;
} {
  if (terms === null) return { policy: termsBefore.name, contract: null, outside: null };
  const { policy, contract, scope, reason } = terms;
  return {
    policy: `${policy.id}@${policy.version}`,
    contract,
    outside: scope === 'outside' ? ((reason ?? 'no-contract') as OutsideReason) : null,
  };
}
