import type { Message } from '../model/index.ts';

/**
 * Messages in the order they came. They wait as bytes in a few large buffers that are used again and again: thousands of small objects that wait for seconds would become old in the engine's heap, and what is
 * to be done would become more by what waits (docs/adr/0081-what-waits-for-its-turn-waits-as-bytes.md).
 */
export interface MessageQueue {
  /** Copies it. */
  push(message: Message): void;
  /** The first one, taken. Its payload lies where it waited, and is valid until `recycle`. */
  next(): Message | undefined;
  /** When the first one arrived, Unix milliseconds. */
  since(): number | undefined;
  size(): number;
  /** What was taken is not looked at any more. */
  recycle(): void;
  clear(): void;
}

/** Bytes of a buffer; a longer message has one of its own. */
const BUFFER_BYTES = 1 << 20;
/** So many empty ones are kept. */
const MOST_SPARE = 32;
/** Before topic and payload of each message: when it arrived, whether it was retained, and their lengths. */
const HEAD = { arrivedAt: 0, retained: 8, topic: 9, payload: 13, bytes: 17 };

/** Where messages wait: those between `from` and `to`. */
interface Shelf {
  bytes: Buffer;
  from: number;
  to: number;
}

/** An empty one. */
export function createMessageQueue(): MessageQueue {
  let shelves: Shelf[] = [];
  /** All of theirs was taken, and may be looked at still. */
  let read: Shelf[] = [];
  const spare: Shelf[] = [];
  let size = 0;

  function shelfFor(length: number): Shelf {
    const last = shelves.at(-1);
    if (last !== undefined && last.to + length <= last.bytes.length) return last;
    const fitting = length <= BUFFER_BYTES ? spare.pop() : undefined;
    const shelf = fitting ?? {
      bytes: Buffer.allocUnsafeSlow(Math.max(BUFFER_BYTES, length)),
      from: 0,
      to: 0,
    };
    shelves.push(shelf);
    return shelf;
  }

  /** The one with the first message; those before it are done with. */
  function firstShelf(): Shelf | undefined {
    for (;;) {
      const shelf = shelves[0];
      if (shelf === undefined || shelf.from < shelf.to) return shelf;
      read.push(shelf);
      shelves.shift();
    }
  }

  return {
    push({ topic, payload, retained, arrivedAt }) {
      const topicBytes = Buffer.byteLength(topic);
      const shelf = shelfFor(HEAD.bytes + topicBytes + payload.length);
      const { bytes, to: at } = shelf;
      bytes.writeDoubleLE(arrivedAt, at + HEAD.arrivedAt);
      bytes[at + HEAD.retained] = retained ? 1 : 0;
      bytes.writeUInt32LE(topicBytes, at + HEAD.topic);
      bytes.writeUInt32LE(payload.length, at + HEAD.payload);
      bytes.write(topic, at + HEAD.bytes);
      shelf.to = at + HEAD.bytes + topicBytes + payload.copy(bytes, at + HEAD.bytes + topicBytes);
      size++;
    },
    next() {
      const shelf = firstShelf();
      if (shelf === undefined) return undefined;
      const { bytes, from: at } = shelf;
      const topicFrom = at + HEAD.bytes;
      const payloadFrom = topicFrom + bytes.readUInt32LE(at + HEAD.topic);
      shelf.from = payloadFrom + bytes.readUInt32LE(at + HEAD.payload);
      size--;
      return {
        topic: bytes.toString('utf8', topicFrom, payloadFrom),
        payload: bytes.subarray(payloadFrom, shelf.from),
        retained: bytes[at + HEAD.retained] === 1,
        arrivedAt: bytes.readDoubleLE(at + HEAD.arrivedAt),
      };
    },
    since() {
      const shelf = firstShelf();
      return shelf?.bytes.readDoubleLE(shelf.from + HEAD.arrivedAt);
    },
    size: () => size,
    recycle() {
      firstShelf();
      for (const shelf of read) {
        if (spare.length >= MOST_SPARE || shelf.bytes.length > BUFFER_BYTES) continue;
        [shelf.from, shelf.to] = [0, 0];
        spare.push(shelf);
      }
      if (read.length > 0) read = [];
    },
    clear() {
      shelves = [];
      size = 0;
    },
  };
}
