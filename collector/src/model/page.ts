import type { Category, Language, OutsideReason, Severity, Target } from '@watchcase/api';

/** Why a person is paged. */
export const pageReasons = [
  'opened',
  'raised',
  'reopened',
  'worsened',
  'given-back',
  'handed-on',
  'warning',
  'breached',
  /** Nobody has answered: the next one is asked. */
  'step',
  /** Somebody has it and was not seen at it for too long. */
  'lapsed',
  /** The customer should have heard how it goes by now. */
  'progress',
  /** Nobody is at the case, and nothing was to come. */
  'forgotten',
  /** These two correct what a person was told last: that something is wrong, that all is well again. */
  'recovered',
  'recurred',
  /** The case has ended: whoever was paged and does not know is told. */
  'resolved',
  /** Somebody tries out a channel: nothing is wrong, and no case is behind it. */
  'test',
  /** Whether an address is a person's own: the title has the code that they type in. No case is behind it. */
  'code',
] as const;
export type PageReason = (typeof pageReasons)[number];

/** Somebody who is to be paged about a case, before it is known by which ways. */
export interface PageOrder {
  caseId: number;
  /** Number of the line that caused it. */
  seq: number;
  reason: PageReason;
  /** Their id, or their name in the config's `duty`. */
  person: string;
  /** Of the chain, both counted from 1; null where no step asks. */
  step: { round: number; step: number } | null;
  /** By this channel, in place of the person's own. */
  channel?: string;
}

/** Why a customer is written to: their report is here, somebody is at it, something was written for them, it is solved. */
export type LetterReason = 'customer-received' | 'customer-answered' | 'customer-note' | 'customer-resolved';

/** What a page says of its case. */
export type Said = 'wrong' | 'recovered' | 'resolved';

/** What a channel gets to send: one person, one case, one reason. */
export interface PageMessage {
  /** Idempotency key: the same for every attempt of this page. */
  key: string;
  reason: PageReason;
  person: string;
  /** Where by the channel, for somebody who has an address of their own; null where the channel's settings say it. */
  address: string | null;
  case: {
    id: number;
    number: string;
    title: string;
    severity: Severity;
    category: Category;
    customer: string;
    /** Null for a case about no place in particular. */
    site: string | null;
    /** Null for a case about several hosts of the site, or about none. */
    host: string | null;
    openedAt: string;
    /** When everything went quiet, ISO 8601; null while something is wrong. */
    recoveredAt: string | null;
  };
  /** When a person must have answered, ISO 8601; null when nothing is due. */
  respondBy: string | null;
  /** Targets that are missed and still not reached. */
  missed: readonly Target[];
  /** What is wrong now, one line per alert; none once the case has recovered; in `language` as the title is. */
  facts: readonly string[];
  /** What solved such a fault earlier, in one line, and where that stands; null when nothing is known. */
  known: { from: string; solution: string } | null;
  /** Why no contract pays for what is done: advice only, or charged for. Null when one does, or nobody keeps contracts. */
  outside: OutsideReason | null;
  runbook: string | null;
  /** Shows the case with a button that acknowledges it; signed, expires. */
  acknowledgeUrl: string;
  /** Opens the case in the console. */
  caseUrl: string;
  /** What a button says for whoever presses it, where pages by this channel are answered by chat: `ack C-12`. Absent where they are not, and where nothing is left to acknowledge. */
  reply?: string;
  /** Further cases that this message tells of, as their pages would be; absent where it tells of one. */
  others?: readonly PageMessage[];
  /** Language of the text. */
  language: Language;
  /** Time zone of the times in the text, such as Asia/Shanghai. */
  zone: string;
}

/**
 * How one attempt ended. `retry` means later and by the same channel; `refused` beside it that the other side was reached and does not take this page:
 * such a refusal may pass, but is not waited out for a day. It is not tried before `retryAfterMs` have passed, and with `channelWaits` no other page is by that
 * channel: the other side counts them all. `failed` means never.
 */
export type SendResult =
  | { outcome: 'delivered'; detail: string }
  | { outcome: 'retry'; detail: string; retryAfterMs?: number; refused?: true; channelWaits?: true }
  | { outcome: 'failed'; detail: string };
