import { type CaseState, isTaken, isUnresolved } from '@watchcase/api';
import type { PageReason } from '../model/index.ts';
import type { Told } from './told.ts';

const WITHDRAWN = 'withdrawn: ';

/** Whether a page ended because nobody wants it any more. */
export function isWithdrawn(detail: string): boolean {
  return detail.startsWith(WITHDRAWN);
}

/** How a case stands when one of its pages is to be sent. */
export interface PagedCase {
  state: CaseState;
  /** Everything is quiet. */
  recovered: boolean;
  /** What the person of the page was told last by its channel; a correction needs it. */
  told: Told['last'] | undefined;
  /** The page was to go out only where nobody answers meanwhile, and somebody has. */
  isAnswered?: boolean;
  /** How its chain stands; undefined where it has none. */
  chain?: { isLapsed: boolean } | undefined;
}

/** True of a page that is sent only where it corrects what was told last. */
export function isCorrection(reason: PageReason): boolean {
  return reason === 'recovered' || reason === 'recurred' || reason === 'resolved';
}

/** Reasons that only ask for somebody: they are answered once somebody has the case. */
const ASKING: ReadonlySet<PageReason> = new Set([
  'opened',
  'reopened',
  'worsened',
  'given-back',
  'step',
  'warning',
]);

/**
 * Why a queued page is not to be sent any more, or undefined when it is (pure). What became more severe or missed its target is told to those who have
 * the case, too; that it has recovered to whoever was told that something is wrong, however the case has ended since.
 */
export function decideWithdrawal(reason: PageReason, it: PagedCase): string | undefined {
  const because = staleBecause(reason, it);
  return because === undefined ? undefined : `${WITHDRAWN}${because}`;
}

function staleBecause(reason: PageReason, it: PagedCase): string | undefined {
  if (reason === 'resolved') return staleEnd(it);
  if (reason === 'recovered') return staleRecovery(it);
  return it.isAnswered === true ? 'somebody has answered meanwhile' : staleFault(reason, it);
}

function staleEnd({ state, told }: PagedCase): string | undefined {
  if (isUnresolved(state)) return 'the case is open again';
  if (told === undefined) return 'nothing was told before';
  return told === 'resolved' || told === 'recovered' ? 'it was told already' : undefined;
}

function staleRecovery({ recovered, told }: PagedCase): string | undefined {
  if (!recovered) return 'the fault is back';
  if (told === undefined) return 'nothing was told before';
  return told === 'recovered' || told === 'resolved' ? 'it was told already' : undefined;
}

/** In a chain a warning is told to who has the case as well, and somebody who was not seen at it is asked for until they are. */
function asksOnly(reason: PageReason, chain: PagedCase['chain']): boolean {
  if (reason === 'lapsed') return chain?.isLapsed !== true;
  return ASKING.has(reason) && !(reason === 'warning' && chain !== undefined);
}

function staleFault(reason: PageReason, { state, recovered, told, chain }: PagedCase): string | undefined {
  if (!isUnresolved(state)) return `the case is ${state}`;
  if (isTaken(state) && asksOnly(reason, chain)) return 'the case is acknowledged';
  if (reason !== 'recurred') return undefined;
  if (recovered) return 'the fault has recovered again';
  return told === undefined || told === 'wrong' ? 'it was told already' : undefined;
}
