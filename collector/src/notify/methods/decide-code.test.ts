import { expect, it } from 'vitest';
import { decideSend, isOpen, type SentCode } from './decide-code.ts';

const MIN = 60_000;
const sent = (more: Partial<SentCode> = {}): SentCode => ({
  sent_at: 0,
  tries: 0,
  counted_from: 0,
  count: 1,
  ...more,
});

it.each<[string, SentCode | undefined, number, object]>([
  ['the first', undefined, 0, { because: 'send', counted_from: 0, count: 1 }],
  ['within a minute', sent(), MIN - 1, { because: 'too-soon', nextAt: MIN }],
  ['after a minute', sent(), MIN, { because: 'send', counted_from: 0, count: 2 }],
  [
    'the sixth of an hour',
    sent({ sent_at: 20 * MIN, count: 5 }),
    30 * MIN,
    { because: 'too-many', nextAt: 60 * MIN },
  ],
  ['an hour after the first', sent({ sent_at: 20 * MIN, count: 5 }), 60 * MIN, { because: 'send', count: 1 }],
])('another code: %s', (_, last, now, decision) => {
  expect(decideSend(last, now)).toMatchObject(decision);
});

it.each([
  ['at once', sent(), 0, true],
  ['to its last moment', sent(), 10 * MIN - 1, true],
  ['after ten minutes', sent(), 10 * MIN, false],
  ['at the fifth try', sent({ tries: 4 }), 0, true],
  ['after five tries', sent({ tries: 5 }), 0, false],
])('a code can be typed in: %s', (_, code, now, open) => {
  expect(isOpen(code, now)).toBe(open);
});
