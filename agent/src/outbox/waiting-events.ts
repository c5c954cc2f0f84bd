import type { NewMessage } from './message.ts';
import type { Batch } from './outbox.ts';

/** Events that the disk did not take, in memory until it does, each with the facts that are to be remembered once it is kept. */
export interface WaitingEvents {
  /** A batch with what waits in front of it. */
  before(batch: Batch): Batch;
  /** Keeps the events of a batch that was not taken; gives how many messages were lost. */
  keep(batch: Batch): { events: number; readings: number };
  /** All of it is on disk. */
  clear(): void;
}

const MOST_WAITING = 200;

/** None. */
export function createWaitingEvents(): WaitingEvents {
  let waiting: { message: NewMessage; facts: NonNullable<Batch['facts']> }[] = [];
  return {
    before(batch) {
      if (waiting.length === 0) return batch;
      const messages = [...waiting.map(({ message }) => message), ...batch.messages];
      const facts = Object.assign({}, ...waiting.map((one) => one.facts), batch.facts) as Batch['facts'];
      return { ...batch, messages, ...(facts === undefined ? {} : { facts }) };
    },
    keep({ messages, facts = {} }) {
      const events = messages.filter(({ kind }) => kind === 'event');
      waiting.push(...events.map((message) => ({ message, facts })));
      const over = waiting.splice(0, Math.max(0, waiting.length - MOST_WAITING));
      return { events: over.length, readings: messages.length - events.length };
    },
    clear() {
      waiting = [];
    },
  };
}
