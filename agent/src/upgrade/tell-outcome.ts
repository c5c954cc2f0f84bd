import { join } from 'node:path';
import type { Clock, PlainLog } from '@watchcase/runtime/light';
import { type NewMessage, openOutbox } from '../outbox/index.ts';

/** What became of an order, as its event says it. */
export interface Outcome {
  order: number;
  version: string;
  outcome: 'installed' | 'rolled-back' | 'refused';
  /** Stable code of why not; empty when it is installed. */
  code: string;
  reason: string;
}

/** Under this name the outbox keeps which order is being tried, and under that which was answered last. */
export const TRYING_FACT = 'upgrade-trying';
export const ANSWERED_FACT = 'upgrade-answered';
const LONGEST_REASON = 400;
/** Bounds are the running agent's business: this is one event. */
const MOST_BYTES = Number.MAX_SAFE_INTEGER;

/** The event, and the facts that go with it: an order is answered once. */
export function answerOf(
  outcome: Outcome,
  time: number,
): { messages: NewMessage[]; facts: Record<string, string> } {
  const data = { ...outcome, reason: outcome.reason.slice(0, LONGEST_REASON) };
  return {
    messages: [{ kind: 'event', time, body: JSON.stringify({ kind: 'upgrade', data, time }) }],
    facts: { [TRYING_FACT]: '', [ANSWERED_FACT]: String(outcome.order) },
  };
}

/** Writes it into the outbox of an agent that does not run; its lock is held by the caller. */
export function tellOutcome(
  state: string,
  outcome: Outcome,
  { clock, log }: { clock: Clock; log: PlainLog },
): void {
  const outbox = openOutbox({ path: join(state, 'outbox.db'), maxBytes: MOST_BYTES, clock, log });
  try {
    outbox.append(answerOf(outcome, clock.now()));
  } finally {
    outbox.close();
  }
}
