import { describe, expect, it } from 'vitest';
import { policyOf } from '../policy.ts';
import type { JobFacts } from '../facts.ts';
import { judge } from '../judge.ts';
import { addKept, keptOn, shareKept } from './compliance.ts';
import { type DaysQuestion, daysOf } from './days-of.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Berlin: summer time begins on 2026-03-29 at 02:00, ends on 2026-10-25 at 03:00. */
const ZONE = 'Europe/Berlin';
const at = (text: string) => Date.parse(`${text}Z`);
const dayOf = (text: string) => Date.parse(`${text}T00:00Z`) / DAY;

const cron = (text: string) => ({ cron: text, zone: ZONE });
const nightly = { schedule: cron('30 2 * * *'), grace: '2h' };

interface Story {
  policy?: object;
  /** `end outcome`, of runs that took ten minutes. */
  runs?: readonly string[];
  /** `made complete` at an off-site place. */
  copies?: readonly string[];
  stuck?: readonly string[];
  drills?: readonly string[];
  verified?: readonly string[];
  open?: string;
  firstSeen?: string;
  unheardSince?: string;
  days: readonly [string, string];
  now: string;
}

function question(story: Story): DaysQuestion {
  const policy = policyOf({ id: 'p', ...(story.policy ?? nightly) } as never);
  const told = (lines: readonly string[] = []) => lines.map((line) => line.split(' ') as [string, string]);
  const facts: JobFacts = {
    firstSeenAt: at(story.firstSeen ?? '2026-01-01T00:00'),
    heard: { is: story.unheardSince === undefined, since: at(story.unheardSince ?? '2026-01-01T00:00') },
    runs: told(story.runs).map(([end, outcome]) => ({
      startedAt: at(end) - 600_000,
      endedAt: at(end),
      outcome: outcome as 'success',
      bytes: null,
    })),
    open: story.open === undefined ? [] : [{ startedAt: at(story.open), isWatched: true }],
    locations: [],
    snapshots: told(story.copies).map(([made, complete]) => ({
      location: 'vault',
      at: at(made),
      endedAt: at(made),
      startedAt: at(made),
      kind: 'full',
      bytes: null,
      files: null,
      complete: complete as 'yes',
    })),
    verifications: [],
    drills: told(story.drills).map(([end, outcome]) => ({
      startedAt: at(end) - HOUR,
      endedAt: at(end),
      outcome: outcome as 'passed',
    })),
  };
  const now = at(story.now);
  const marks = {
    stuck: (story.stuck ?? []).map(at),
    verified: told(story.verified).map(([when, word]) => ({ at: at(when), isSound: word === 'sound' })),
  };
  const [from, to] = story.days.map(dayOf) as [number, number];
  return {
    policy,
    facts,
    marks,
    zone: policy.zone ?? ZONE,
    from,
    to,
    now,
    judgement: judge(policy, facts, now),
  };
}

/** `state came/expected`, of each day. */
const told = (story: Story) =>
  daysOf(question(story))
    .map(({ state, came, expected }) => `${state} ${came}/${expected ?? '-'}`)
    .join(', ');

const FRIDAYS = { schedule: cron('0 22 * * 5'), grace: '4h' };
const DAILY = { schedule: { every: '1d' }, grace: '1h' };

const stories: readonly [string, Story, string][] = [
  [
    'each outcome, and nothing',
    {
      runs: ['2026-03-02T01:40 success', '2026-03-03T01:40 warnings', '2026-03-04T01:40 failed'],
      days: ['2026-03-02', '2026-03-05'],
      now: '2026-03-06T00:00',
    },
    'success 1/1, warnings 1/1, failed 1/1, missed 0/1',
  ],
  [
    'late is after the deadline, a second try in time is none',
    {
      runs: ['2026-03-02T01:40 failed', '2026-03-02T02:40 success', '2026-03-03T04:00 success'],
      days: ['2026-03-02', '2026-03-03'],
      now: '2026-03-04T00:00',
    },
    'success 2/1, late 1/1',
  ],
  [
    'one that was stuck, and of a run and its copy one backup',
    {
      stuck: ['2026-03-02T13:30'],
      runs: ['2026-03-03T01:40 success'],
      copies: ['2026-03-03T01:39 yes'],
      days: ['2026-03-02', '2026-03-03'],
      now: '2026-03-04T00:00',
    },
    'stuck 0/1, success 1/1',
  ],
  [
    'a run that calls itself good, of which a copy is not whole',
    {
      runs: ['2026-03-02T01:40 success'],
      copies: ['2026-03-02T01:39 no'],
      days: ['2026-03-02', '2026-03-02'],
      now: '2026-03-04T00:00',
    },
    'warnings 1/1',
  ],
  [
    'the night that leaves the time out, and the one that has it twice',
    {
      runs: ['2026-03-28T01:40 success', '2026-03-29T01:10 success', '2026-03-30T00:40 success'],
      days: ['2026-03-28', '2026-03-30'],
      now: '2026-03-31T00:00',
    },
    'success 1/1, success 1/1, success 1/1',
  ],
  [
    'systemd leaves that night out',
    {
      policy: { schedule: { onCalendar: '*-*-* 02:30', zone: ZONE } },
      runs: ['2026-03-28T01:40 success'],
      days: ['2026-03-28', '2026-03-30'],
      now: '2026-03-31T00:00',
    },
    'success 1/1, none 0/0, missed 0/1',
  ],
  [
    'hourly has 23 hours of the one day and 25 of the other',
    {
      policy: { schedule: cron('5 * * * *') },
      days: ['2026-03-29', '2026-03-29'],
      now: '2026-03-30T12:00',
    },
    'missed 0/23',
  ],
  [
    'the same in autumn',
    { policy: { schedule: cron('5 * * * *') }, days: ['2026-10-25', '2026-10-25'], now: '2026-10-26T12:00' },
    'missed 0/25',
  ],
  [
    'what ends behind midnight is of the day that it was expected on; early by minutes too',
    {
      policy: { schedule: cron('50 23 * * *'), grace: '3h' },
      runs: ['2026-03-02T23:40 success', '2026-03-03T22:47 success'],
      days: ['2026-03-02', '2026-03-03'],
      now: '2026-03-04T12:00',
    },
    'success 1/1, success 1/1',
  ],
  [
    'weekly: a day that expects nothing, one by hand, and a Friday that came on Sunday',
    {
      policy: FRIDAYS,
      runs: ['2026-03-06T21:30 success', '2026-03-10T10:00 success', '2026-03-15T10:00 success'],
      days: ['2026-03-06', '2026-03-15'],
      now: '2026-03-16T12:00',
    },
    'success 1/1, none 0/0, none 0/0, none 0/0, success 1/0, none 0/0, none 0/0, late 1/1, none 0/0, none 0/0',
  ],
  [
    'today: not due, late, under way, and while nobody can know',
    { days: ['2026-03-02', '2026-03-02'], now: '2026-03-02T01:00' },
    'pending 0/1',
  ],
  ['in its grace', { days: ['2026-03-02', '2026-03-02'], now: '2026-03-02T02:00' }, 'late 0/1'],
  [
    'under way',
    {
      runs: ['2026-03-01T01:40 success'],
      open: '2026-03-02T01:31',
      days: ['2026-03-02', '2026-03-02'],
      now: '2026-03-02T05:00',
    },
    'pending 0/1',
  ],
  [
    'unheard',
    {
      runs: ['2026-03-01T01:40 success'],
      unheardSince: '2026-03-01T20:00',
      days: ['2026-03-02', '2026-03-02'],
      now: '2026-03-02T05:00',
    },
    'pending 0/1',
  ],
  [
    'before it was first heard of nothing is known, and nothing expected',
    {
      firstSeen: '2026-03-03T12:00',
      runs: ['2026-03-04T01:40 success'],
      days: ['2026-03-02', '2026-03-04'],
      now: '2026-03-04T12:00',
    },
    'unknown 0/0, none 0/0, success 1/1',
  ],
  [
    'by an interval: what came, late, missed for days, and waited for',
    {
      policy: DAILY,
      firstSeen: '2026-03-01T09:00',
      runs: ['2026-03-01T10:00 success', '2026-03-02T12:30 success'],
      days: ['2026-03-01', '2026-03-05'],
      now: '2026-03-05T12:00',
    },
    'success 1/-, late 1/-, missed 0/-, missed 0/-, missed 0/-',
  ],
];

describe('what days were', () => {
  it.each(stories)('%s', (_name, story, wanted) => {
    expect(told(story)).toBe(wanted);
  });

  it('of no policy what came is shown, and nothing else is known', () => {
    const asked = question({
      runs: ['2026-03-02T01:40 failed'],
      days: ['2026-03-01', '2026-03-02'],
      now: '2026-03-03T00:00',
    });
    const days = daysOf({ ...asked, policy: undefined, judgement: undefined });
    expect(days.map(({ state, expected }) => [state, expected])).toEqual([
      ['unknown', null],
      ['failed', null],
    ]);
  });

  it('marks, what was lost at worst, what was asked and broken', () => {
    const [first, second] = daysOf(
      question({
        policy: { ...nightly, rpo: '26h', drillEvery: '30d' },
        runs: ['2026-03-01T01:40 success', '2026-03-02T01:40 success'],
        drills: ['2026-03-02T10:00 failed', '2026-03-02T12:00 passed'],
        verified: ['2026-03-02T10:00 sound'],
        days: ['2026-03-02', '2026-03-03'],
        now: '2026-03-04T00:00',
      }),
    );
    expect(first).toMatchObject({
      verified: 'sound',
      drilled: 'passed',
      lostMs: DAY + 600_000,
      asked: ['backups', 'rpo', 'drills'],
      broken: [],
    });
    expect(second).toMatchObject({ lostMs: at('2026-03-03T23:00') - at('2026-03-02T01:30') });
    expect(second?.broken).toEqual(['missed', 'rpo']);
  });
});

it('compliance: days that were asked and kept, together and by share', () => {
  const kept = keptOn(
    daysOf(
      question({
        policy: { ...nightly, rpo: '26h' },
        runs: ['2026-03-01T01:40 success', '2026-03-02T01:40 warnings', '2026-03-04T09:00 success'],
        days: ['2026-03-02', '2026-03-04'],
        now: '2026-03-05T00:00',
      }),
    ),
  );
  expect(kept.backups).toEqual({ asked: 3, kept: 2 });
  expect(kept.rpo.asked).toBe(3);
  expect(kept.copies).toEqual({ asked: 0, kept: 0 });
  expect(addKept([kept, kept]).backups).toEqual({ asked: 6, kept: 4 });
  expect(shareKept(addKept([]))).toBe(1);
});
