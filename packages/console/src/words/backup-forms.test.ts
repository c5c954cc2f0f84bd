import { expect, it } from 'vitest';
import { complaintAbout, drillOf, type TypedDrill } from './drill-form.ts';
import { scheduleOf, typedSchedule } from './schedule-form.ts';

it.each([
  [null, { onCalendar: '', zone: 'Asia/Shanghai' }],
  [{ every: '6h' }, { every: '6h' }],
  [
    { cron: '0 2 * * *', zone: 'UTC' },
    { cron: '0 2 * * *', zone: 'UTC' },
  ],
])('a form gives the schedule %j back', (schedule, written) => {
  expect(scheduleOf(typedSchedule(schedule, 'Asia/Shanghai'))).toEqual(written);
});

const typed: TypedDrill = {
  startedAt: '2026-11-24T01:00',
  endedAt: '2026-11-24T02:00',
  outcome: 'passed',
  checks: '',
  note: 'restored to the spare',
  gib: '',
  snapshotAt: '',
};

it.each([
  [{ note: ' ' }, 'noEvidence'],
  [{ note: '', checks: ' \n ! ' }, 'noEvidence'],
  [{ endedAt: '2026-11-24T00:59' }, 'endsBefore'],
  [{ gib: 'much' }, 'notNumber'],
  [
    { gib: '1,5' },
    { restoredBytes: 1_610_612_736, note: 'restored to the spare', checks: [], snapshotAt: null },
  ],
  [
    { checks: 'orders: 41 203\n!日志：缺失\nstarts' },
    {
      checks: [
        { name: 'orders', passed: true, found: '41 203' },
        { name: '日志', passed: false, found: '缺失' },
        { name: 'starts', passed: true, found: '' },
      ],
    },
  ],
])('a drill as it is typed, %j', (change, expected) => {
  const drill = drillOf({ ...typed, ...change }, 0);
  if (typeof expected === 'string') expect(drill).toBe(expected);
  else expect(drill).toMatchObject(expected);
});

it('a file alone is evidence, too', () => {
  expect(drillOf({ ...typed, note: '' }, 1)).toMatchObject({ note: '', checks: [] });
});

const MIB = 1_048_576;
const files = (count: number, size: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `${at}`, size }));
it.each([
  [files(20, MIB), undefined],
  [files(5, 10 * MIB), undefined],
  [files(21, 1), { about: 'tooMany' }],
  [files(6, 9 * MIB), { about: 'tooMany' }],
  [[...files(1, 1), { name: 'all.log', size: 10 * MIB + 1 }], { about: 'tooLarge', name: 'all.log' }],
  [[...files(1, 1), { name: 'none', size: 0 }], { about: 'empty', name: 'none' }],
])('files of a drill as they are chosen', (chosen, expected) => {
  expect(complaintAbout(chosen)).toEqual(expected);
});
