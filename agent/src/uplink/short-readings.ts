import { type Layout, type ReadingBase, shortReadingOf } from '@watchcase/protocol/light';
import type { OutboxMessage, ReadingContent } from '../outbox/index.ts';

/** Says live readings of one connection by what has changed. */
export interface ShortReadings {
  /** The short payload of a message that goes out at `sentMs`; undefined when it must go out in full. To be called for each, in order. */
  payloadOf(message: OutboxMessage, sentMs: number): string | undefined;
}

/**
 * Short is what is sent for the first time, live, behind a reading of its stream on this same connection. Whatever is sent again, after a gap or
 * for want of an answer, is sent in full: so one lost message costs one more round, never more.
 */
export function createShortReadings(needs: {
  liveEpoch(): number;
  layouts(): readonly Layout[];
}): ShortReadings {
  const bases = new Map<string, ReadingBase>();
  let epoch = 0;
  let highest = 0;

  return {
    payloadOf(message, sentMs) {
      if (message.epoch !== needs.liveEpoch()) return undefined;
      if (message.epoch !== epoch) {
        bases.clear();
        epoch = message.epoch;
        highest = 0;
      }
      const isNew = message.seq > highest;
      highest = Math.max(highest, message.seq);
      if (message.kind !== 'reading') return undefined;
      const { layout, time, values } = message.reading ?? (JSON.parse(message.body) as ReadingContent);
      const stream = needs.layouts().find(({ id }) => id === layout)?.stream;
      if (stream === undefined) return undefined;
      const { seq, after } = message;
      const base = bases.get(stream);
      bases.set(stream, { epoch, seq, layout, time, values });
      if (!isNew || base === undefined) return undefined;
      return shortReadingOf(base, { sent: sentMs, epoch, seq, after, layout, time, values });
    },
  };
}
