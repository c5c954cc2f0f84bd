import { withSentTime } from '@watchcase/protocol/light';

/** What a message is; events are dropped last. */
export type MessageKind = 'reading' | 'event';

/** A message before it has its place in the sequence. `body` is a JSON object's text without sent, epoch, seq and after. */
export interface NewMessage {
  kind: MessageKind;
  /** Sample time, Unix milliseconds. */
  time: number;
  body: string;
  /** Layout that names a reading's values. */
  layout?: string;
}

/** A message with its place: see readingSchema for epoch, seq and after. */
export interface OutboxMessage {
  epoch: number;
  seq: number;
  after: number;
  kind: MessageKind;
  time: number;
  body: string;
  bytes: number;
}

/** What SQLite keeps beside a body: keys, index entry, page slack. */
const OVERHEAD_BYTES = 96;

/** Bytes a message takes of the outbox's allowance. */
export function bytesOf(message: Pick<NewMessage, 'body'>): number {
  return Buffer.byteLength(message.body) + OVERHEAD_BYTES;
}

/** The payload as it goes out at `sentMs`. */
export function payloadOf(message: OutboxMessage, sentMs: number): string {
  const { epoch, seq, after, body } = message;
  return withSentTime(`{"epoch":${epoch},"seq":${seq},"after":${after},${body.slice(1)}`, sentMs);
}
