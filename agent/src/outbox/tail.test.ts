import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { temporaryOutbox } from '../../test/temporary-outbox.ts';
import { bytesOf, type OutboxMessage } from './message.ts';
import type { Outbox } from './outbox.ts';
import { createTail } from './tail.ts';

const message = (seq: number, { epoch = 1, bytes = 100 } = {}): OutboxMessage => ({
  epoch,
  seq,
  after: seq - 1,
  kind: 'reading',
  time: 0,
  body: '{}',
  bytes,
});
const seqs = (list: readonly OutboxMessage[] | undefined) => list?.map(({ seq }) => seq);

it('knows what was added, and of nothing else', () => {
  const tail = createTail();
  expect(tail.behind(1, 0)).toBeUndefined();
  tail.add([message(5), message(6)]);
  expect([seqs(tail.behind(1, 4)), seqs(tail.behind(1, 5)), seqs(tail.behind(1, 6))]).toEqual([
    [5, 6],
    [6],
    [],
  ]);
  expect([tail.behind(1, 3), tail.behind(2, 5)]).toEqual([undefined, undefined]);
  tail.forget(1, 5);
  expect([tail.behind(1, 4), seqs(tail.behind(1, 5))]).toEqual([undefined, [6]]);
  tail.add([message(1, { epoch: 2 })]);
  expect([tail.behind(1, 6), seqs(tail.behind(2, 0))]).toEqual([undefined, [1]]);
  tail.clear();
  expect(tail.behind(2, 1)).toBeUndefined();
});

it('keeps few, and none that is large', () => {
  const tail = createTail();
  tail.add(Array.from({ length: 40 }, (_, n) => message(n + 1)));
  expect([tail.behind(1, 23), tail.behind(1, 24)?.length]).toEqual([undefined, 16]);
  tail.add([message(41, { bytes: 70_000 })]);
  expect([tail.behind(1, 40), tail.behind(1, 41)]).toEqual([undefined, []]);
});

const outboxes = temporaryOutbox();
const BODY = '{"x":"0123456789"}';
const LAYOUT = '0123456789abcdef';

type Act = (outbox: Outbox, n: number) => unknown;
const put =
  (kind: 'reading' | 'event', aside = false): Act =>
  (outbox) =>
    outbox.append({ aside, messages: [{ kind, time: 0, body: BODY, layout: LAYOUT }] });
const ACTS: readonly Act[] = [
  put('reading'),
  put('reading'),
  put('event'),
  put('reading', true),
  (outbox, n) => outbox.acknowledge(outbox.liveEpoch(), n),
  (outbox, n) => outbox.acknowledge(outbox.asideEpoch(), n),
  (outbox, n) => outbox.bridge(outbox.liveEpoch(), n),
  (outbox, n) => n === 0 && outbox.dropReadingsOf(LAYOUT),
  (outbox, n) => n < 3 && outbox.beginEpoch(),
];

it('is what the file says, whatever becomes of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 30 }),
      fc.array(fc.tuple(fc.nat({ max: ACTS.length - 1 }), fc.nat({ max: 40 })), { maxLength: 60 }),
      (holds, acts) => {
        const outbox = outboxes.start(holds * bytesOf({ body: BODY }));
        const file = new DatabaseSync(outboxes.path(), { readOnly: true });
        const rows = file.prepare(
          'SELECT epoch, seq, after, kind, time, body, bytes FROM message WHERE epoch = ? AND seq > ? ORDER BY seq',
        );
        try {
          for (const [act, n] of acts) {
            ACTS[act]?.(outbox, n);
            for (const epoch of [outbox.liveEpoch(), outbox.asideEpoch()]) {
              const told = outbox.read(epoch, 0, 1000).map((it) => ({ ...it, reading: undefined }));
              const written = rows.all(epoch, outbox.acknowledged(epoch));
              expect(told).toEqual(written.map((row) => ({ ...row })));
            }
          }
          const waiting = file.prepare('SELECT count(*) AS n FROM message').get()?.['n'];
          expect(outbox.stats().messages).toBeLessThanOrEqual(Number(waiting));
        } finally {
          file.close();
          outboxes.close(outbox);
        }
      },
    ),
    { numRuns: 40, seed: 15 },
  );
});
