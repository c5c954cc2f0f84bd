import type { Message } from '../model/index.ts';

/** Messages in the order they came; nothing is copied but when the room of what was taken is given back. */
export interface MessageQueue {
  push(message: Message): void;
  /** The first one, taken. */
  next(): Message | undefined;
  first(): Message | undefined;
  size(): number;
  clear(): void;
}

/** So many are taken before the room they had is given back. */
const COMPACT = 4096;

/** An empty one. */
export function createMessageQueue(): MessageQueue {
  let messages: Message[] = [];
  /** Where those that wait begin. */
  let from = 0;

  return {
    push: (message) => void messages.push(message),
    next() {
      const message = messages[from];
      if (message === undefined) return undefined;
      from++;
      if (from === messages.length || from >= COMPACT) {
        messages = messages.slice(from);
        from = 0;
      }
      return message;
    },
    first: () => messages[from],
    size: () => messages.length - from,
    clear() {
      messages = [];
      from = 0;
    },
  };
}
