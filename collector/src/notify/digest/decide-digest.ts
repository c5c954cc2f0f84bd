import { type Severity, severities } from '@watchcase/api';
import { asksInCritical } from '../decide-hold.ts';

/** A page that could go out now to one person by one channel. */
export interface DuePage {
  id: number;
  caseId: number;
  reason: string;
  severity: Severity;
}

/** What is known of the way that they go by. */
export interface WayNow {
  now: number;
  /** When the last message went by it; undefined where that is longer ago than `gapMs`. */
  lastAt: number | undefined;
  /** So long after a message the next one waits, so that what comes meanwhile is one. */
  gapMs: number;
  /** Most cases in a message. */
  most: number;
}

/** Either all wait until a moment, or a message goes: its cases with the worst first, and of each the pages that are told by it, the newest last. */
export type DigestDecision =
  | { because: 'a-moment-ago'; until: number }
  | { because: 'nothing-lately' | 'cannot-wait'; cases: number[][] };

/** What asks for somebody, and ends when somebody has the case, can wait for a moment; so can what says how it went on. What is told to those who have it does not. */
const CAN_WAIT: ReadonlySet<string> = new Set([
  'opened',
  'reopened',
  'worsened',
  'given-back',
  'step',
  'warning',
  'recovered',
  'recurred',
  'resolved',
]);

/**
 * Decides what one message to a person by a channel tells of all that is due there (pure). The first of a minute goes at once, what comes within that minute goes
 * together at its end, and what asks for somebody in a critical case waits for nothing.
 */
export function decideDigest(due: readonly DuePage[], { now, lastAt, gapMs, most }: WayNow): DigestDecision {
  const cannotWait = (page: DuePage) => !CAN_WAIT.has(page.reason) || asksInCritical(page);
  const isFree = lastAt === undefined || lastAt + gapMs <= now;
  const hurries = due.filter(cannotWait);
  if (!isFree && hurries.length === 0) return { because: 'a-moment-ago', until: lastAt + gapMs };
  const rank = (pages: readonly DuePage[]) => (pages.some(cannotWait) ? 0 : 1);
  const cases = [...Map.groupBy(due, ({ caseId }) => caseId).values()]
    .toSorted((a, b) => rank(a) - rank(b) || worseFirst(a, b))
    .slice(0, most)
    .toSorted(worseFirst)
    .map((pages) => pages.map(({ id }) => id).toSorted((a, b) => a - b));
  return { because: isFree ? 'nothing-lately' : 'cannot-wait', cases };
}

function worseFirst([a]: readonly DuePage[], [b]: readonly DuePage[]): number {
  if (a === undefined || b === undefined) return 0;
  return severities.indexOf(b.severity) - severities.indexOf(a.severity) || a.caseId - b.caseId;
}
