/** How an open case stands when it is looked at. Moments in Unix milliseconds; null where there is none. */
export interface AuditState {
  /** Whoever has it: somebody who can be reached, somebody who cannot, or nobody. */
  holder: 'reachable' | 'unreachable' | 'nobody';
  /** When what is to come of it comes: the last page that waits, the next step of its chain, the next warning of a clock, the auditor's own next look. */
  steps: Readonly<Record<AuditStep, number | null>>;
}

/** What can come next of a case. */
export const AUDIT_STEPS = ['page', 'chain', 'clock', 'audit'] as const;
export type AuditStep = (typeof AUDIT_STEPS)[number];

/** Why a case is in order, or why it is not. */
export type AuditDecision =
  | { because: 'held' | 'awaited' }
  /** Nobody is at it and nothing is to come; `overdue` should have come and did not. */
  | { because: 'nobody' | 'unreachable'; overdue: Exclude<AuditStep, 'audit'> | null };

/** What is due is being done for so long: a turn, a commit, an attempt to send. Milliseconds. */
export const DOING_MS = 60_000;

/**
 * Whether an open case has somebody who is at it and can be reached, or a next step in the future (pure). What should have come more than a minute ago is no step: whoever
 * was to do it does not.
 */
export function decideAudit({ holder, steps }: AuditState, now: number): AuditDecision {
  if (holder === 'reachable') return { because: 'held' };
  const isToCome = (step: AuditStep) =>
    (steps[step] ?? Number.NEGATIVE_INFINITY) > (step === 'audit' ? now : now - DOING_MS);
  if (AUDIT_STEPS.some(isToCome)) return { because: 'awaited' };
  const overdue = (['page', 'chain', 'clock'] as const).find((step) => steps[step] !== null) ?? null;
  return { because: holder, overdue };
}

const AGAIN_MS = 30 * 60_000;
const RECOVERED_AGAIN_MS = 24 * 3_600_000;
const MOST_DOUBLINGS = 4;

/** How long the auditor's own page is waited for before it asks again (pure): half an hour, up to eight; a day where nothing is wrong any more. Milliseconds. */
export function againAfterMs({ repairs, isRecovered }: { repairs: number; isRecovered: boolean }): number {
  return isRecovered
    ? RECOVERED_AGAIN_MS
    : AGAIN_MS * 2 ** Math.min(Math.max(0, repairs - 1), MOST_DOUBLINGS);
}
