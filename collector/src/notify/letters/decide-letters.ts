import type { CaseEvent, LetterReason } from '../../model/index.ts';

/** What the customer knows of a case so far. */
export interface ToldCustomer {
  /** Somebody of theirs reported it. */
  hasReporter: boolean;
  /** They have reported it, or something in it was written for them or by them. */
  knowsOfIt: boolean;
  /** Somebody had answered it before. */
  wasAnswered: boolean;
}

/** A mail that is owed for a line of the log. */
export interface OwedLetter {
  reason: LetterReason;
  event: CaseEvent;
}

/** Kinds of lines for which a mail may be owed: of all others nothing need be looked up. */
export function mayOweLetter(event: CaseEvent): boolean {
  if (event.kind === 'note') return isForCustomer(event);
  if (event.kind === 'opened') return isByCustomer(event);
  return event.kind === 'acknowledged' || event.kind === 'resolved';
}

/**
 * What a customer is owed by mail for new lines of a case, oldest first (pure): that their report is here, that somebody is at it for the first time, what was written
 * for them, and that it is solved. Of a case that they never heard of they are not told the end. What they wrote themselves is not sent back.
 */
export function decideLetters(events: readonly CaseEvent[], told: ToldCustomer): OwedLetter[] {
  let { knowsOfIt, wasAnswered } = told;
  const owed: OwedLetter[] = [];
  for (const event of events) {
    if (event.kind === 'opened' && isByCustomer(event)) owed.push({ reason: 'customer-received', event });
    if (event.kind === 'note' && isForCustomer(event)) {
      knowsOfIt = true;
      owed.push({ reason: 'customer-note', event });
    }
    if (event.kind === 'acknowledged') {
      if (!wasAnswered && told.hasReporter) owed.push({ reason: 'customer-answered', event });
      wasAnswered = true;
    }
    if (event.kind === 'resolved' && knowsOfIt) owed.push({ reason: 'customer-resolved', event });
  }
  return owed;
}

/** Written by the desk, for the customer. */
function isForCustomer(event: CaseEvent): boolean {
  return event.data['visibility'] === 'customer' && !isByCustomer(event);
}

export function isByCustomer({ data }: Pick<CaseEvent, 'data'>): boolean {
  return (data['author'] as { role?: unknown } | undefined)?.role === 'customer';
}
