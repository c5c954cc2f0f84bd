import { describe, expect, it } from 'vitest';
import { decideCopies, type LocationCopies } from './location-copies.ts';

const DAY = 86_400_000;
const copies: LocationCopies = {
  job: 'erp',
  tool: 'restic',
  location: '/srv',
  kind: 'local',
  newest: null,
  oldestAt: null,
  count: 1,
  bytes: null,
  verifiedAt: null,
  verification: null,
};
const tasksOf = (...all: LocationCopies[]) => all.map((one) => ({ job: one.job, copies: [one] }));
const decide = (
  tasks: ReturnType<typeof tasksOf>,
  told: Parameters<typeof decideCopies>[1]['told'],
  now: number,
) => decideCopies(tasks, { told, now, printOf: (text) => text });

describe('what the collector is told of copies', () => {
  const first = decide(tasksOf(copies), {}, 5 * DAY);

  it('is everything at first, and nothing while it stays so', () => {
    expect(first.tell).toEqual([copies]);
    expect(decide(tasksOf(copies), first.told, 5 * DAY + 60_000).tell).toEqual([]);
  });

  it('is what has changed, of that place only', () => {
    const other = { ...copies, location: '/nas' };
    const both = decide(tasksOf(copies, other), first.told, 5 * DAY + 60_000);
    expect(both.tell).toEqual([other]);
    const more = { ...other, count: 2 };
    expect(decide(tasksOf(copies, more), both.told, 5 * DAY + 90_000).tell).toEqual([more]);
  });

  it('is said again a day after it was said, also by a clock that was set back', () => {
    expect(decide(tasksOf(copies), first.told, 6 * DAY - 1).tell).toEqual([]);
    expect(decide(tasksOf(copies), first.told, 6 * DAY).tell).toEqual([copies]);
    expect(decide(tasksOf(copies), first.told, 3 * DAY).tell).toEqual([copies]);
  });

  it('keeps what was told of a job that cannot be read now, and forgets a job that is gone', () => {
    const unread = decide([{ job: 'erp', copies: [] }], first.told, 5 * DAY);
    expect(unread).toEqual({ tell: [], told: first.told });
    expect(decide([], first.told, 5 * DAY).told).toEqual({});
  });
});
