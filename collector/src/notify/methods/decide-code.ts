/** A code works this long. */
const CODE_MS = 600_000;
/** It can be typed in so often. */
export const MOST_TRIES = 5;
/** A moment for it to arrive before another one is sent. */
const PAUSE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Codes to one address in an hour: each costs money, and is one more chance to guess. */
const MOST_AN_HOUR = 5;

/** The last code that was sent to an address. */
export interface SentCode {
  sent_at: number;
  tries: number;
  counted_from: number;
  count: number;
}

/** Whether another code is sent now. */
export type SendDecision =
  | { because: 'send'; counted_from: number; count: number }
  | { because: 'too-soon' | 'too-many'; nextAt: number };

/** Decides whether a code is sent to an address (pure): a minute after the last one, and five in an hour. Times in Unix milliseconds. */
export function decideSend(last: SentCode | undefined, now: number): SendDecision {
  if (last === undefined || now >= last.counted_from + HOUR_MS)
    return { because: 'send', counted_from: now, count: 1 };
  if (now < last.sent_at + PAUSE_MS) return { because: 'too-soon', nextAt: last.sent_at + PAUSE_MS };
  if (last.count >= MOST_AN_HOUR) return { because: 'too-many', nextAt: last.counted_from + HOUR_MS };
  return { because: 'send', counted_from: last.counted_from, count: last.count + 1 };
}

/** Whether a code can be typed in still (pure); `tries` are those before this one. */
export function isOpen({ sent_at, tries }: SentCode, now: number): boolean {
  return now < sent_at + CODE_MS && tries < MOST_TRIES;
}
