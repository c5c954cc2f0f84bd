import { expect, it } from 'vitest';
import { guessSchedule } from './guess-schedule.ts';
import { worstLost } from './lost-time.ts';
import { restoreTimes } from './restore-times.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 'Europe/Berlin';
const at = (text: string) => Date.parse(`${text}Z`);

it.each([
  ['nothing before it was heard of', [], 10, [[0, 5], null]],
  ['nothing ever', [], 10, [[0, 30], 20]],
  [
    'just before the next one',
    [
      [10, 9],
      [20, 18],
    ],
    0,
    [[10, 21], 11],
  ],
  [
    'at the end',
    [
      [10, 9],
      [20, 18],
    ],
    0,
    [[20, 60], 42],
  ],
  [
    'an older copy that comes later changes nothing',
    [
      [10, 9],
      [20, 3],
    ],
    0,
    [[10, 30], 21],
  ],
] as const)('lost at worst: %s', (_name, points, since, [[from, to], wanted]) => {
  expect(
    worstLost(
      points.map(([moment, of]) => ({ at: moment, of })),
      since,
      { from, to },
    ),
  ).toBe(wanted);
});

it('restore times: the last, the middle, the worst and where they go', () => {
  const drill = (days: number, took: number, outcome: 'passed' | 'failed' = 'passed') => ({
    startedAt: days * DAY,
    endedAt: days * DAY + took,
    outcome,
  });
  expect(restoreTimes([])).toEqual({ lastMs: null, medianMs: null, worstMs: null, trendMsPerYear: null });
  const grows = restoreTimes([
    drill(0, HOUR),
    drill(100, 2 * HOUR),
    drill(150, 9 * HOUR, 'failed'),
    drill(200, 3 * HOUR),
  ]);
  expect(grows).toMatchObject({ lastMs: 3 * HOUR, medianMs: 2 * HOUR, worstMs: 3 * HOUR });
  expect((grows.trendMsPerYear ?? 0) / HOUR).toBeCloseTo(3.65, 1);
  expect(restoreTimes([drill(1, HOUR), drill(2, HOUR)]).trendMsPerYear).toBeNull();
});

const begins = (count: number, one: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => one(index));
const NIGHT = at('2026-03-20T01:31');
it.each([
  ['too few', begins(4, (day) => NIGHT + day * DAY), null],
  // On the wall it is 02:31 before and after the clocks were set.
  [
    'nightly over a leap',
    begins(14, (day) => NIGHT + day * DAY - (day >= 9 ? HOUR : 0)),
    { cron: '30 2 * * *', zone: ZONE },
  ],
  [
    'one by hand beside it',
    [...begins(12, (day) => at('2026-03-02T01:31') + day * DAY), at('2026-03-13T15:00')],
    { cron: '30 2 * * *', zone: ZONE },
  ],
  [
    'weekly',
    begins(6, (week) => at('2026-01-02T21:02') + week * 7 * DAY),
    { cron: '0 22 * * 5', zone: ZONE },
  ],
  ['every six hours', begins(12, (index) => at('2026-03-02T01:31') + index * 6 * HOUR), { every: '6h' }],
  [
    'just before midnight, by minutes to and fro',
    begins(10, (day) => at('2026-01-02T22:58') + day * DAY + (day % 2) * 300_000),
    { cron: '55 23 * * *', zone: ZONE },
  ],
  ['whenever', begins(10, (index) => at('2026-03-02T01:31') + index * index * 5 * HOUR), null],
] as const)('a schedule is guessed: %s', (_name, moments, wanted) => {
  expect(guessSchedule(moments, ZONE)).toEqual(wanted);
});
