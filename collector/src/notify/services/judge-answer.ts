import type { SendResult } from '../../model/index.ts';
import type { ServiceAnswer } from './exchange.ts';

/** What a service means by one of its codes, and what follows for the page. */
export interface Meaning {
  /**
   * `busy`: it takes nothing from us for a while, whatever it is; `later`: this page may be taken later; `refused`: it does not take this page as things stand.
   */
  end: 'busy' | 'later' | 'refused';
  /** In our own words: the service's may quote what was sent. */
  means: string;
  /** How long it is documented to last. Milliseconds. */
  waitMs?: number;
}

/** Codes of a service with their meanings. */
export type Meanings = Readonly<Record<string, Meaning>>;

type Heading = Pick<ServiceAnswer, 'status' | 'retryAfterMs'>;

/** How an attempt ended by its HTTP status (pure): 2xx is delivered; 408, 429 and 5xx are worth another try; anything else is a refusal. */
export function judgeStatus({ status, retryAfterMs }: Heading, means = ''): SendResult {
  const detail = means === '' ? `HTTP ${status}` : `HTTP ${status}: ${means}`;
  if (status >= 200 && status < 300) return { outcome: 'delivered', detail };
  if (status !== 408 && status !== 429 && status < 500) return { outcome: 'retry', detail, refused: true };
  if (retryAfterMs === undefined) return { outcome: 'retry', detail };
  return status === 429
    ? { outcome: 'retry', detail, retryAfterMs, channelWaits: true }
    : { outcome: 'retry', detail, retryAfterMs };
}

/**
 * How an attempt ended by a code that says it did not go well (pure). A code that nobody here knows is a refusal, unless the status says that the service itself is
 * in trouble: given up after ten minutes, so that neither a dead robot is tried for a day nor a new code loses a page at once.
 */
export function judgeCode(code: string | number, meaning: Meaning | undefined, answer: Heading): SendResult {
  const name = `code ${nameOf(code)}`;
  if (meaning === undefined) {
    const byStatus = judgeStatus(answer, name);
    return byStatus.outcome === 'retry' ? byStatus : { outcome: 'retry', detail: name, refused: true };
  }
  const detail = `${name}: ${meaning.means}`;
  if (meaning.end === 'refused') return { outcome: 'retry', detail, refused: true };
  const retryAfterMs = Math.max(answer.retryAfterMs ?? 0, meaning.waitMs ?? 0);
  if (retryAfterMs === 0) return { outcome: 'retry', detail };
  return meaning.end === 'busy'
    ? { outcome: 'retry', detail, retryAfterMs, channelWaits: true }
    : { outcome: 'retry', detail, retryAfterMs };
}

/** An answer that should have had a code in it. What was sent may have been taken: it is tried again, as after silence. */
export function judgeUnreadable(answer: Heading): SendResult {
  const byStatus = judgeStatus(answer, 'not the answer of this service');
  return byStatus.outcome === 'delivered' ? { outcome: 'retry', detail: byStatus.detail } : byStatus;
}

/** Codes are numbers or words with dots; anything else could be a piece of what was sent. */
function nameOf(code: string | number): string {
  const text = String(code);
  return /^(?:-?\d{1,9}|[A-Za-z]+(?:[._][A-Za-z]+)*)$/.test(text) && text.length <= 80 ? text : 'unknown';
}
