import {
  type BackupCopiesView,
  type BackupDay,
  type BackupDrill,
  type BackupMatrixRow,
  type BackupPoint,
  type BackupVerdictView,
  backupChecks,
} from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { alertJobAddress, backupAddress } from './backup-address.ts';
import { ageColumns, restoreColumns, sizeColumns } from './backup-columns.ts';
import { dayClass, squareLine } from './backup-days.ts';
import { columnDay } from './column-day.ts';
import { dayBeside } from './day-beside.ts';
import { drillMonths } from './drill-months.ts';
import { keptShare } from './kept-share.ts';
import { newestByKind } from './newest-by-kind.ts';
import { routeOf } from './route-of.ts';
import { stepInTable } from './step-in-table.ts';
import { threeTwoOneOf } from './three-two-one.ts';
import { byBreach, verdictText } from './verdict-text.ts';

const cell: BackupDay = {
  day: '2026-11-24',
  state: 'success',
  expected: 1,
  came: 1,
  verified: null,
  drilled: null,
};

it.each([
  [cell, 'Tue 24 Nov: success', 'square day success'],
  [{ ...cell, expected: 4, came: 3 }, 'Tue 24 Nov: success, 3 of 4', 'square day success'],
  [
    { ...cell, state: 'missed', came: 0, verified: 'damaged', drilled: 'failed' } as const,
    'Tue 24 Nov: missed, damage found, drill failed',
    'square day missed damaged drill-failed',
  ],
] as const)('a day is said as it looks: %#', (day, text, style) => {
  expect(squareLine(day, 'Tue 24 Nov', en.backups)).toBe(text);
  expect(dayClass(day)).toBe(style);
});

it('heads of columns are days of the calendar, whatever the zone of the reader', () => {
  expect(columnDay('2026-11-28', 'en')).toEqual({
    day: '2026-11-28',
    number: '28',
    name: 'Sat 28 Nov',
    isWeekend: true,
  });
  expect(columnDay('2026-11-02', 'zh-CN').name).toMatch(/11月2日/);
  expect(dayBeside('2026-03-01', -1)).toBe('2026-02-28');
});

const copy: BackupCopiesView = {
  location: 'sftp:vault',
  kind: 'offsite',
  tool: 'restic',
  askedAt: '2026-11-24T03:00:00Z',
  newestAt: '2026-11-24T02:00:00Z',
  newestComplete: 'yes',
  newestExpiresAt: null,
  oldestAt: null,
  count: 7,
  bytes: null,
  verifiedAt: null,
  verification: null,
  isSound: true,
};
const local: BackupCopiesView = { ...copy, location: '/srv', kind: 'local' };

it.each([
  ['yes', [copy, local], [true, true, true], 'kept'],
  ['yes', [], [false, false, false], 'awaited'],
  ['no', [local], [false, false, false], 'lacking'],
  ['no', [copy], [false, false, true], 'lacking'],
  ['no', [copy, local], [true, true, true], 'old'],
  ['no', [copy, { ...local, count: 0 }], [false, false, true], 'lacking'],
  ['no', [copy, { ...local, newestComplete: 'no' }], [false, false, true], 'lacking'],
  ['no', [local, { ...local, location: '/mnt' }], [true, true, false], 'lacking'],
  ['not-asked', [copy], [false, false, true], 'not-asked'],
] as const)('of 3-2-1 each number that is reached: %s %#', (threeTwoOne, copies, reached, is) => {
  expect(threeTwoOneOf({ threeTwoOne, copies: [...copies] })).toMatchObject({ reached, is });
});

it('of each kind of place the newest copy counts that can be restored', () => {
  const newer = { ...copy, location: 'x', newestAt: '2026-11-24T09:00:00Z', newestComplete: 'no' as const };
  expect(newestByKind([newer, copy, { ...local, newestAt: null }])).toEqual([
    { kind: 'local', at: null, isWhole: false },
    { kind: 'offsite', at: Date.parse('2026-11-24T02:00:00Z'), isWhole: true },
  ]);
});

const point = (at: string, location: string, bytes: number | null): BackupPoint => ({
  at,
  location,
  kind: 'full',
  complete: 'yes',
  bytes,
  files: null,
  expiresAt: null,
});

it('sizes hold until the next, and before the first there is nothing', () => {
  const points = [
    point('1970-01-01T00:00:10Z', 'b', 5),
    point('1970-01-01T00:00:20Z', 'a', 7),
    point('1970-01-01T00:00:30Z', 'b', null),
  ];
  expect(sizeColumns(points)).toEqual({
    locations: ['a', 'b'],
    times: [10, 20, 30],
    lines: [
      [null, 7, 7],
      [5, 5, null],
    ],
  });
});

it('of each day the greatest age counts, right before the next copy came', () => {
  const points = [
    point('1970-01-02T00:00:00Z', 'a', 1),
    point('1970-01-03T00:00:00Z', 'a', 1),
    point('1970-01-03T12:00:00Z', 'b', 1),
    point('1970-01-05T06:00:00Z', 'a', 1),
  ];
  const hours = ageColumns(points, Date.parse('1970-01-06T06:00:00Z'));
  expect(hours.times.map((time) => time / 86_400)).toEqual([2, 3, 4, 5, 5.25]);
  expect(hours.lines.map((line) => line.map((age) => age && age / 3600))).toEqual([
    [24, 24, 48, 54, 24],
    [null, 12, 36, 60, 66],
  ]);
});

it('of drills the restores that passed are a line, the oldest first', () => {
  const drill = (endedAt: string, outcome: 'passed' | 'failed', durationSeconds: number) =>
    ({ endedAt, outcome, durationSeconds }) as BackupDrill;
  const drills = [
    drill('1970-01-01T00:02:00Z', 'passed', 9),
    drill('1970-01-01T00:01:30Z', 'failed', 1),
    drill('1970-01-01T00:01:00Z', 'passed', 4),
  ];
  expect(restoreColumns(drills)).toEqual({ times: [60, 120], lines: [[4, 9]] });
});

const verdict: BackupVerdictView = {
  check: 'copies',
  about: 'offsite',
  isBroken: true,
  isKnown: true,
  severity: 'major',
  since: '2026-11-24T02:00:00Z',
  value: 400_000,
  limit: 93_600,
  unit: 'seconds',
  lacks: null,
};

describe('verdicts in words', () => {
  const words = { ...en.backupChecks, places: en.backups.place, units: en.shell.unit };
  it('say what is promised, and what was found', () => {
    expect(verdictText(verdict, words)).toEqual({
      name: 'Copies: off-site',
      promised: 'one that is at most 1 d 2 h old',
      found: 'the newest is 4 d 15 h old',
    });
    expect(verdictText({ ...verdict, value: 60 }, words).found).toBe(
      'there are too few, or the newest is not whole',
    );
    expect(verdictText({ ...verdict, value: null }, words).found).toBe('there is none');
    const threeTwoOne = { ...verdict, check: 'three-two-one', about: '', limit: 3, unit: 'count' } as const;
    const lacking = [
      { places: 2, away: true, old: [] },
      { places: 1, away: true, old: ['sftp:vault'] },
      { places: 1, away: false, old: [] },
      { places: 0, away: true, old: [] },
    ];
    expect(lacking.map((lacks) => verdictText({ ...threeTwoOne, value: 2, lacks }, words).found)).toEqual([
      'no place has a copy that is new enough',
      'a second place is missing, off-site or offline (too old: sftp:vault)',
      'a second place is missing',
      'no copy is off-site or offline',
    ]);
    const kept = {
      ...verdict,
      check: 'retention',
      about: '/srv',
      value: 3,
      limit: 12,
      unit: 'months',
    } as const;
    expect(verdictText(kept, words)).toEqual({
      name: 'Kept at /srv',
      promised: 'at least 12 different months',
      found: 'only 3',
    });
    expect(verdictText({ ...verdict, isBroken: false }, words).found).toBe('kept');
    expect(verdictText({ ...verdict, isKnown: false }, words).found).toBe(en.backupChecks.unknown);
    const chinese = verdictText(verdict, {
      ...zhCn.backupChecks,
      places: zhCn.backups.place,
      units: zhCn.shell.unit,
    });
    expect(chinese.name).toBe('异地副本');
  });
  it('has words for every check', () => {
    for (const check of backupChecks)
      for (const { checks } of [en.backupChecks, zhCn.backupChecks])
        expect(checks[check], check).toBeDefined();
  });
  it('stand with the worst first', () => {
    const kept = { ...verdict, isBroken: false, severity: null };
    const sorted = [
      kept,
      { ...kept, isKnown: false },
      { ...verdict, severity: null },
      { ...verdict, severity: 'minor' as const },
      verdict,
    ].toSorted(byBreach);
    expect(sorted.map(({ severity, isBroken, isKnown }) => [severity, isBroken, isKnown])).toEqual([
      ['major', true, true],
      ['minor', true, true],
      [null, true, true],
      [null, false, false],
      [null, false, true],
    ]);
  });
});

it('a share is never rounded to all or nothing', () => {
  const shares = [
    [10_000, 9999],
    [10_000, 1],
    [3, 2],
    [30, 30],
    [30, 0],
  ].map(([asked = 0, kept = 0]) => keptShare({ asked, kept }));
  expect(shares).toEqual(['99.9%', '0.1%', '66.7%', '100%', '0%']);
});

it.each([
  ['ArrowRight', { row: 0, column: 1 }],
  ['ArrowUp', { row: 0, column: 0 }],
  ['PageDown', { row: 4, column: 0 }],
  ['End', { row: 0, column: 29 }],
  ['a', undefined],
])('%s leads to %j', (key, cellThere) => {
  expect(stepInTable(key, { row: 0, column: 0 }, { rows: 5, columns: 30 })).toEqual(cellThere);
});

it.each(['erp', 'erp.db', 'a/b?c', '数据库', '%2F'])('a job named %s has an address of its own', (job) => {
  expect(routeOf(backupAddress('acme.db1', job))).toEqual({ page: 'backup-job', id: 'acme.db1', job });
});

it.each([
  ['backup-policy/missed', { job: 'erp' }, '/backups/acme.db1/erp'],
  ['backup/too-old', { job: 'erp', location: 'x' }, '/backups/acme.db1/erp'],
  ['disk/full', { job: 'erp' }, undefined],
  ['backup/x', {}, undefined],
])('an alert of %s %j leads to %s', (rule, labels, to) => {
  expect(alertJobAddress({ rule, host: 'acme.db1', labels })).toBe(to);
});

it('drills that are due stand in their months, and jobs of which none is asked do not', () => {
  const due = (drillDueAt: string | null) => ({ drillDueAt }) as BackupMatrixRow;
  const months = drillMonths([
    due('2026-11-10T12:00:00Z'),
    due('2026-11-20T12:00:00Z'),
    due('2027-01-05T12:00:00Z'),
    due(null),
  ]);
  expect(months.map(({ month, drills }) => [month, drills.length])).toEqual([
    ['2026-11', 2],
    ['2027-01', 1],
  ]);
});
