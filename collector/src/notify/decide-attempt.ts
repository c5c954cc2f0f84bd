import { backoffMs } from '@watchcase/runtime';
import type { SendResult } from '../model/index.ts';

/** What becomes of a page after an attempt. */
export type AttemptDecision =
  | { state: 'delivered' | 'failed'; because: string }
  | { state: 'queued'; nextAt: number; because: string };

const RETRY = { firstMs: 2000, maxMs: 300_000 };
/** However long the other side asks us to wait. */
const MOST_WAIT_MS = 900_000;
const LONGEST_MS = 24 * 3_600_000;
/** What is refused may be put right (a receiver being replaced, a mailbox being moved); after this time another way is better. */
const LONGEST_REFUSED_MS = 600_000;

/**
 * Decides after an attempt (pure): delivered and failed are final, a retry waits longer each time and is given up after a day, a refusal
 * after ten minutes. `random` is in [0, 1).
 */
export function decideAttempt(
  page: { attempts: number; createdAt: number },
  result: SendResult,
  now: number,
  random: number,
): AttemptDecision {
  if (result.outcome !== 'retry') return { state: result.outcome, because: result.detail };
  if (now - page.createdAt >= (result.refused === true ? LONGEST_REFUSED_MS : LONGEST_MS)) {
    return { state: 'failed', because: `given up after ${page.attempts} attempts: ${result.detail}` };
  }
  return {
    state: 'queued',
    nextAt: now + Math.max(backoffMs(page.attempts, RETRY, random), askedWaitMs(result)),
    because: result.detail,
  };
}

/** How long the other side is left alone with a page, as it asked (pure). Milliseconds, at most a quarter of an hour. */
export function askedWaitMs(result: SendResult): number {
  return Math.min((result.outcome === 'retry' ? result.retryAfterMs : undefined) ?? 0, MOST_WAIT_MS);
}

/** How long the other side takes none of our pages (pure); 0 where it does not say so. */
export function channelWaitMs(result: SendResult): number {
  return result.outcome === 'retry' && result.channelWaits === true ? askedWaitMs(result) : 0;
}
