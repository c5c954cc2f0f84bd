import type { SendResult } from '../../../collector/src/model/index.ts';
import type { ReceivedRequest, WebhookAnswer } from '../webhook.ts';

/** A service that pages are sent to, as far as its documentation says how it behaves. */
export interface ServiceDouble {
  /** Options by which the channel reaches the double at `origin`, such as http://127.0.0.1:8080. */
  options(origin: string): Record<string, unknown>;
  /** What must never be told, as it stands in the options. */
  secrets: readonly string[];
  /** Answers as the service does: refuses a wrong key or signature, and what is too long by its own unit. */
  answer(request: ReceivedRequest, now: number): WebhookAnswer;
  /** What a person reads or hears of it, in lines. */
  shown(request: ReceivedRequest): string;
  /** How much of a page there is room for. */
  carries: 'all' | 'short' | 'parameters' | 'spoken';
  /** Most messages a minute that it documents. */
  mostPerMinute?: number;
  /** Its documented answers, and how an attempt ends by each. */
  ends: readonly (readonly [WebhookAnswer, SendResult])[];
  /** Options that are wrong, what differs, and how an attempt ends with them. */
  wrong: readonly (readonly [Record<string, unknown>, SendResult])[];
  /** How an attempt ends while our clock is off by two hours, where that matters. */
  clockOff?: SendResult;
}

/** What ends of a request's address: `?a=b` as a map. */
export function queryOf({ path }: ReceivedRequest): URLSearchParams {
  return new URL(path, 'http://double').searchParams;
}

/** An answer with a JSON body. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): WebhookAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** A refusal, as an end. */
export function refused(detail: string): SendResult {
  return { outcome: 'retry', detail, refused: true };
}

/** A wait of the whole channel, as an end. */
export function busy(detail: string, retryAfterMs: number): SendResult {
  return { outcome: 'retry', detail, retryAfterMs, channelWaits: true };
}

/** Another try by the usual pauses, or after `retryAfterMs`. */
export function later(detail: string, retryAfterMs?: number): SendResult {
  return { outcome: 'retry', detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Taken, as an end. */
export function delivered(detail: string): SendResult {
  return { outcome: 'delivered', detail };
}
