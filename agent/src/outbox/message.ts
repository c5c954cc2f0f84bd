import { type ReadingBase, withSentTime } from '@watchcase/protocol/light';

/** What a message is; events are dropped last. */
export type MessageKind = 'reading' | 'event';

/** What a reading's body says. */
export type ReadingContent = Pick<ReadingBase, 'layout' | 'time' | 'values'>;

/** A message before it has its place in the sequence. `body` is a JSON object's text without sent, epoch, seq and after. */
export interface NewMessage {
  kind: MessageKind;
  /** Sample time, Unix milliseconds. */
  time: number;
  body: string;
  /** Layout that names a reading's values. */
  layout?: string;
  /** What a reading's body says, where it is known without parsing it. */
  reading?: ReadingContent | undefined;
}

/** A message with its place: see readingSchema for epoch, seq and after. */
export interface OutboxMessage extends Pick<NewMessage, 'kind' | 'time' | 'body' | 'reading'> {
  epoch: number;
  seq: number;
  after: number;
  bytes: number;
}

/** What SQLite keeps beside a body: keys, index entry, page slack. */
const OVERHEAD_BYTES = 96;

/** Bytes a message takes of the outbox's allowance. */
export function bytesOf(message: Pick<NewMessage, 'body'>): number {
  return Buffer.byteLength(message.body) + OVERHEAD_BYTES;
}

/** How many they are, and what they take together. */
export function sizeOf(messages: readonly Pick<OutboxMessage, 'bytes'>[]): {
  messages: number;
  bytes: number;
} {
  return { messages: messages.length, bytes: messages.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The payload as it goes out at `sentMs`. */
export function payloadOf(message: OutboxMessage, sentMs: number): string {
  const { epoch, seq, after, body } = message;
  return withSentTime(`{"epoch":${epoch},"seq":${seq},"after":${after},${body.slice(1)}`, sentMs);
}
