import type { CaseState } from '@watchcase/api';
import type { PageReason } from '../model/index.ts';

const WITHDRAWN = 'withdrawn: ';

/** Whether a page ended because nobody wants it any more. */
export function isWithdrawn(detail: string): boolean {
  return detail.startsWith(WITHDRAWN);
}

/** Reasons that only ask for somebody: they are answered once somebody has the case. */
const ASKING: ReadonlySet<PageReason> = new Set(['opened', 'reopened', 'worsened', 'given-back', 'warning']);

/**
 * Why a queued page is not to be sent any more, or undefined when it is (pure). What became more severe or missed its target is told to those who have
 * the case, too.
 */
export function decideWithdrawal(state: CaseState, reason: PageReason): string | undefined {
  if (state === 'resolved' || state === 'closed') return `${WITHDRAWN}the case is ${state}`;
  if (state === 'acknowledged' && ASKING.has(reason)) return `${WITHDRAWN}the case is acknowledged`;
  return undefined;
}
