import type { OutboxMessage } from './message.ts';

/** The newest messages of one epoch as they stand on disk, so that what was just written there need not be read back. */
export interface Tail {
  /** Takes what has just become durable, each the last of its epoch. Another epoch than before begins anew. */
  add(messages: readonly OutboxMessage[]): void;
  /** Messages of `epoch` behind `seq`, in order; undefined where only the disk knows them all. */
  behind(epoch: number, seq: number): readonly OutboxMessage[] | undefined;
  /** Nobody asks any more for what is up to `seq`. */
  forget(epoch: number, seq: number): void;
  /** What is on disk is no longer what it was. */
  clear(): void;
}

/** While the collector is away the disk alone knows what waits. */
const MOST_MESSAGES = 16;
const MOST_BYTES = 65_536;

/** An empty one: only the disk knows. */
export function createTail(): Tail {
  let epoch = 0;
  /** Everything behind this number is here. */
  let from = Number.POSITIVE_INFINITY;
  let messages: OutboxMessage[] = [];
  let bytes = 0;

  function clear(): void {
    from = Number.POSITIVE_INFINITY;
    messages = [];
    bytes = 0;
  }

  function dropFirst(): void {
    const first = messages.shift();
    if (first === undefined) return;
    from = first.seq;
    bytes -= first.bytes;
  }

  return {
    add(more) {
      for (const message of more) {
        if (message.epoch !== epoch || from === Number.POSITIVE_INFINITY) {
          clear();
          ({ epoch } = message);
          from = message.seq - 1;
        }
        messages.push(message);
        bytes += message.bytes;
        while (messages.length > MOST_MESSAGES || bytes > MOST_BYTES) dropFirst();
      }
    },
    behind(of, seq) {
      return of === epoch && seq >= from ? messages.filter((message) => message.seq > seq) : undefined;
    },
    forget(of, seq) {
      if (of !== epoch) return;
      while ((messages[0]?.seq ?? Number.POSITIVE_INFINITY) <= seq) dropFirst();
    },
    clear,
  };
}
