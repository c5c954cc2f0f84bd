import { expect, it } from 'vitest';
import { message, NOW } from '../../../test/harness/flow-house.ts';
import { connected, ingestHouse } from '../../../test/harness/ingest-house.ts';

const of = (epoch: number, seq: number) => ({ sent: NOW, epoch, seq, after: seq - 1 });

it.each([
  ['a reading of the live sequence', 'reading', of(5, 9), false],
  ['one of a sequence before', 'reading', of(4, 9), true],
  ['an event of a sequence before, which must not overtake its readings', 'event', of(4, 9), true],
  ['an event of the live one', 'event', of(5, 9), false],
  ['what comes behind a presence that is not taken yet', 'reading', of(6, 1), false],
  ['a short reading', 'reading', [4, 9], false],
  ['a presence', 'presence', connected({ epoch: 4 }), false],
] as const)('%s', (_name, kind, body, isBacklog) => {
  const { ingest } = ingestHouse();
  expect(ingest.isBacklog(message(kind, body, NOW))).toBe(false);
  ingest.take([message('presence', connected(), NOW)]);
  expect(ingest.isBacklog(message(kind, body, NOW))).toBe(isBacklog);
});
