import { expect, it } from 'vitest';
import { decideRunning } from './decide-running.ts';

const HOUR = 3_600_000;
type Arguments = Parameters<typeof decideRunning>;

const job: Arguments[0] = { lastStart: 9 * HOUR, lastEnd: 8 * HOUR, end: { epoch: 6, seq: 4 } };
const run = (hour: number, it: Partial<Arguments[1][number]> = {}): Arguments[1][number] => ({
  startedAt: hour * HOUR,
  endedAt: null,
  isWatched: true,
  epoch: 6,
  seq: 5,
  ...it,
});
const ended = { endedAt: 10 * HOUR };
const idle = { running: false, at: 20 * HOUR };

interface Case {
  name: string;
  facts?: Partial<Arguments[0]>;
  runs: Arguments[1];
  seen?: Arguments[2];
  is: [runningSince: number | null, runs: number, cutOffAt: number | null];
}

it.each<Case>([
  { name: 'known by times only: a start after the end', runs: [], is: [9, 1, null] },
  {
    name: 'known by times only: an end after the start',
    facts: { lastEnd: 10 * HOUR },
    runs: [],
    is: [null, 0, null],
  },
  {
    name: 'known by times only: nothing',
    facts: { lastStart: null, lastEnd: null },
    runs: [],
    is: [null, 0, null],
  },
  {
    name: 'ended by number, whatever the clock says',
    runs: [run(9, { endedAt: 2 * HOUR })],
    is: [null, 0, null],
  },
  { name: 'one that hangs under one that ended', runs: [run(3), run(9, ended)], is: [3, 1, null] },
  { name: 'two at once', runs: [run(9), run(3)], is: [3, 2, null] },
  { name: 'seen to run', runs: [run(9)], seen: { running: true, at: 20 * HOUR }, is: [9, 1, null] },
  { name: 'seen no more: cut off', runs: [run(9)], seen: idle, is: [null, 0, 9] },
  {
    name: 'cut off, and another has ended since',
    runs: [run(9, { seq: 3 })],
    seen: idle,
    is: [null, 0, null],
  },
  {
    name: 'cut off in an older epoch',
    runs: [run(9, { epoch: 5, seq: 9 })],
    seen: idle,
    is: [null, 0, null],
  },
  {
    name: 'begun after the newest sample',
    runs: [run(9)],
    seen: { running: false, at: 8 * HOUR },
    is: [9, 1, null],
  },
  {
    name: 'not watched by an older agent',
    runs: [run(9, { isWatched: false })],
    seen: idle,
    is: [9, 1, null],
  },
  { name: 'an end without a start', runs: [run(9, { startedAt: null, ...ended })], is: [null, 0, null] },
])('$name', ({ facts, runs, seen, is }) => {
  const { runningSince, runs: count, cutOffAt } = decideRunning({ ...job, ...facts }, runs, seen);
  const hours = (at: number | null) => (at === null ? null : at / HOUR);
  expect([hours(runningSince), count, hours(cutOffAt)]).toEqual(is);
});
