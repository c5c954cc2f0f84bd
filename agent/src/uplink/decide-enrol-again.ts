import { backoffMs } from '@watchcase/runtime/light';

/** What came of showing a token once. */
export type EnrolOutcome =
  | {
      kind: 'answer';
      body: unknown;
      /** HTTP status; 200 over MQTT. */
      status: number;
      /** The header `retry-after`; null without one. */
      retryAfter: string | null;
    }
  | {
      kind: 'away';
      reason: string;
      /** The request may have been taken, and its answer be lost. */
      asked: boolean;
      /** Its certificate is not to be trusted: nothing was shown to it. */
      untrusted?: boolean;
    };

/** What to do next, and why. */
export type EnrolDecision =
  | { again: false; reason: 'answered' | 'unreachable' | 'patience is over' }
  | { again: true; reason: 'busy' | 'answer lost' | 'away for a moment'; afterMs: number };

/** So long a newcomer comes again: a fleet that joins at once is in by then, and a token made for it still good. */
export const ENROL_PATIENCE_MS = 900_000;
const PAUSE = { firstMs: 2000, maxMs: 60_000 };
const LONGEST_PAUSE_MS = 120_000;
const BUSY_STATUS = new Set([429, 502, 503, 504]);
const BUSY_CODE = 'ENROLMENT_BUSY';

/**
 * Decides whether a newcomer shows its token again (pure). One that is told to wait waits, and so does one whose answer was lost; one that never reached anybody has a wrong
 * address more likely than a busy collector. `tries` counts those done; `reached` is true after any answer; `random` is in [0, 1).
 */
export function decideEnrolAgain(
  outcome: EnrolOutcome,
  past: { tries: number; waitedMs: number; reached: boolean; random: number },
): EnrolDecision {
  const reason = reasonOf(outcome, past.reached);
  if (reason === 'answered' || reason === 'unreachable') return { again: false, reason };
  if (past.waitedMs >= ENROL_PATIENCE_MS) return { again: false, reason: 'patience is over' };
  const asked = outcome.kind === 'answer' ? secondsOf(outcome.retryAfter) : undefined;
  const afterMs =
    asked === undefined
      ? backoffMs(past.tries, PAUSE, past.random)
      : // All who were told the same must not come at the same moment.
        Math.round(Math.min(LONGEST_PAUSE_MS, Math.max(1000, asked * 1000)) * (1 + past.random));
  return { again: true, reason, afterMs };
}

function reasonOf(outcome: EnrolOutcome, reached: boolean) {
  if (outcome.kind === 'away') {
    if (outcome.untrusted === true) return 'unreachable';
    if (outcome.asked) return 'answer lost';
    return reached ? 'away for a moment' : 'unreachable';
  }
  const { code } = (outcome.body ?? {}) as { code?: unknown };
  return BUSY_STATUS.has(outcome.status) || code === BUSY_CODE ? 'busy' : 'answered';
}

/** Only the form in seconds: a date would need clocks that agree. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
