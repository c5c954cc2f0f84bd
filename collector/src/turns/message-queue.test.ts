import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Message } from '../model/index.ts';
import { createMessageQueue } from './message-queue.ts';

const message = fc.record({
  topic: fc.constantFrom('watchcase/v1/up/7/acme/db1/reading', 'watchcase/v1/up/63/müller/ñ/event'),
  payload: fc
    .tuple(fc.constantFrom(0, 1, 900, 300_000, 1_048_576, 1_500_000), fc.nat(255))
    .map(([length, byte]) => Buffer.alloc(length, byte)),
  retained: fc.boolean(),
  arrivedAt: fc.constantFrom(0, 1_795_965_912_152, 1_795_965_912_152.6726),
});
const step = fc.oneof(
  { weight: 3, arbitrary: message },
  { weight: 2, arbitrary: fc.constantFrom('next', 'recycle', 'clear') },
);
const copied = (one: Message): Message => ({ ...one, payload: Buffer.from(one.payload) });
const same = (a: Message, b: Message) =>
  a.payload.equals(b.payload) &&
  a.topic === b.topic &&
  a.retained === b.retained &&
  a.arrivedAt === b.arrivedAt;

it('any messages come back as they were, in their order, and stay so until they are given back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = createMessageQueue();
      let waiting: Message[] = [];
      let looked: [Message, Message][] = [];
      for (const one of steps) {
        if (one === 'clear') {
          queue.clear();
          waiting = [];
        } else if (one === 'recycle') {
          queue.recycle();
          looked = [];
        } else if (one === 'next') {
          const [wanted, is] = [waiting.shift(), queue.next()];
          expect(is === undefined).toBe(wanted === undefined);
          if (wanted !== undefined && is !== undefined) looked.push([wanted, is]);
        } else {
          queue.push(one);
          waiting.push(copied(one));
          // Whoever brought it may write over it.
          one.payload.fill(7);
        }
        expect([queue.size(), queue.since()]).toEqual([waiting.length, waiting[0]?.arrivedAt]);
        expect(looked.every(([wanted, is]) => same(wanted, is))).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});
