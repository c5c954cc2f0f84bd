import { expect, it } from 'vitest';
import { wallTime } from './wall-time.ts';

const at = (text: string) => Date.parse(text);

it.each([
  {
    name: 'another zone than ours',
    text: '2026-11-28 10:34:20',
    witness: '2026-11-28T02:34:21Z',
    is: '2026-11-28T02:34:20Z',
  },
  {
    name: 'the first of the two hours of an autumn night',
    text: '2026-10-25T02:30:00',
    witness: '2026-10-25T00:30:05Z',
    is: '2026-10-25T00:30:00Z',
  },
  {
    name: 'the second of them',
    text: '2026-10-25T02:30:00',
    witness: '2026-10-25T01:30:05Z',
    is: '2026-10-25T01:30:00Z',
  },
  {
    name: 'a zone of three quarters of an hour',
    text: '2026-11-28 08:19:20',
    witness: '2026-11-28T02:34:20Z',
    is: '2026-11-28T02:34:20Z',
  },
  {
    name: 'an hour padded with a blank',
    text: '2026-11-28  2:38:47',
    witness: '2026-11-28T02:38:47Z',
    is: '2026-11-28T02:38:47Z',
  },
])('a wall clock text is told by its file: $name', ({ text, witness, is }) => {
  expect(wallTime(text, at(witness))).toBe(at(is));
});

it('is the time of this machine without a file, and with one that was copied later', () => {
  const local = at('2026-11-28T02:34:20');
  expect(wallTime('2026-11-28 02:34:20')).toBe(local);
  expect(wallTime('2026-11-28 02:34:20', local + 100 * 3_600_000)).toBe(local);
  expect(wallTime('2026-11-28 02:34:20', local + 400_000)).toBe(local);
});

it.each(['', 'yesterday', '28/Nov/2026:02:34:20', '2026-13-45 99:00:00'])('%j is none', (text) => {
  expect(wallTime(text)).toBeUndefined();
});
