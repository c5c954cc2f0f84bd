import { describe, expect, it } from 'vitest';
import { correctedTime, knownOffset, noOffset, observeOffset } from './clock-offset.ts';

const HOUR = 3_600_000;

const INTERVAL = 15_000;

/** One difference every 15 s; `apartMs` tells otherwise. */
const tracks: { name: string; differences: number[]; apartMs?: number; offsetMs: number }[] = [
  { name: 'network delay is not an offset', differences: [40, 12, 300, 15], offsetMs: 12 },
  { name: 'a clock an hour behind is known at once', differences: [HOUR + 20], offsetMs: HOUR + 20 },
  { name: 'one mad message changes nothing', differences: [10, -40 * HOUR, 12], offsetMs: 10 },
  { name: 'two mad messages change nothing', differences: [10, HOUR, HOUR], offsetMs: 10 },
  {
    name: 'a clock that was set is believed after three',
    differences: [10, HOUR, HOUR + 5, HOUR + 9],
    offsetMs: HOUR,
  },
  { name: 'doubts that disagree do not add up', differences: [10, HOUR, 3 * HOUR, 5 * HOUR], offsetMs: 10 },
  { name: 'a mad first message is outvoted', differences: [-40 * HOUR, 5, 6, 7], offsetMs: 5 },
  {
    name: 'what a stalled connection delivers in one burst is no set clock',
    differences: [10, 90_000, 75_000, 60_000, 45_000, 20],
    apartMs: 1,
    offsetMs: 10,
  },
  {
    name: 'many doubts in a burst are still a burst',
    differences: [10, ...Array<number>(40).fill(HOUR)],
    apartMs: 200,
    offsetMs: 10,
  },
  {
    name: 'a clock set back an hour and forth again',
    differences: [10, HOUR, HOUR, HOUR, 20, 20, 20],
    offsetMs: 20,
  },
  { name: 'only the last eight count', differences: [1, 9, 9, 9, 9, 9, 9, 9, 9], offsetMs: 9 },
];

describe('observeOffset', () => {
  it.each(tracks)('$name', ({ differences, apartMs = INTERVAL, offsetMs }) => {
    const offset = noOffset();
    for (const [i, differenceMs] of differences.entries())
      observeOffset(offset, { differenceMs, at: i * apartMs });
    expect(offset.offsetMs).toBe(offsetMs);
  });

  it('moves on what is known of one host, and of no other', () => {
    const [one, other] = [noOffset(), noOffset()];
    observeOffset(one, { differenceMs: HOUR, at: 0 });
    observeOffset(one, { differenceMs: 5, at: INTERVAL });
    expect(one).toEqual({ ...knownOffset(HOUR), doubtful: [{ differenceMs: 5, at: INTERVAL }] });
    expect(other).toEqual(noOffset());
  });
});

const NOW = Date.UTC(2026, 2, 2, 8);
const placements = [
  {
    name: 'within tolerance the host is right',
    time: NOW - 9000,
    sent: NOW - 8000,
    offset: 8000,
    expected: NOW - 9000,
    repaired: false,
  },
  {
    name: 'a clock behind is added to',
    time: NOW - HOUR,
    sent: NOW - HOUR,
    offset: HOUR,
    expected: NOW,
    repaired: false,
  },
  {
    name: 'a clock ahead is taken back',
    time: NOW + HOUR,
    sent: NOW + HOUR,
    offset: -HOUR,
    expected: NOW,
    repaired: false,
  },
  {
    name: 'backlog keeps its age',
    time: NOW - 3 * HOUR,
    sent: NOW - HOUR,
    offset: HOUR,
    expected: NOW - 2 * HOUR,
    repaired: false,
  },
  {
    name: 'a sample from the future is placed by its age',
    time: NOW + HOUR,
    sent: NOW + HOUR + 700,
    offset: 0,
    expected: NOW - 700,
    repaired: true,
  },
  { name: 'no time is before 1970', time: 5, sent: 5, offset: -HOUR, expected: 0, repaired: false },
  { name: 'nonsense lands at arrival', time: NOW + HOUR, sent: 0, offset: 0, expected: NOW, repaired: true },
];

describe('correctedTime', () => {
  it.each(placements)('$name', ({ time, sent, offset, expected, repaired }) => {
    expect(correctedTime({ time, sent, arrivedAt: NOW }, offset)).toEqual({ time: expected, repaired });
  });
});
