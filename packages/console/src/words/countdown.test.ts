import type { CaseClock } from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import { clockFace, countdownOf, nextClock } from './countdown.ts';

const due = '2026-03-02T08:15:00.000Z';
const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);
const clock = (fields: Partial<CaseClock> = {}): CaseClock => ({
  target: 'respond',
  limitSeconds: 900,
  due,
  state: 'running',
  stoppedAt: null,
  paused: null,
  isProvisional: false,
  ...fields,
});

const held = (until: string | null) => ({
  reason: 'customer' as const,
  since: '2026-03-02T08:05:00.000Z',
  until: until === null ? null : `2026-03-02T08:${until}:00.000Z`,
});

describe('a clock at a moment', () => {
  it.each([
    ['runs calmly', clock(), '08:00:00.000', 'calm', 900_000],
    ['is just above a quarter', clock(), '08:11:14.999', 'calm', 225_001],
    ['has a quarter left', clock(), '08:11:15.000', 'soon', 225_000],
    ['is due this moment', clock(), '08:15:00.000', 'soon', 0],
    ['is late by a millisecond', clock(), '08:15:00.001', 'overdue', -1],
    ['runs on after its breach', clock({ state: 'breached' }), '08:16:00.000', 'overdue', -60_000],
    ['stands still', clock({ paused: held(null) }), '09:00:00.000', 'paused', 600_000],
    ['stands still until then', clock({ paused: held('10') }), '08:09:00.000', 'paused', 360_000],
    ['goes on by itself', clock({ paused: held('10') }), '08:10:00.000', 'calm', 300_000],
    [
      'was met',
      clock({ state: 'met', stoppedAt: '2026-03-02T08:05:00.000Z' }),
      '09:00:00.000',
      'met',
      600_000,
    ],
    [
      'was missed',
      clock({ state: 'breached', stoppedAt: '2026-03-02T08:20:00.000Z' }),
      '09:00:00.000',
      'missed',
      -300_000,
    ],
  ])('%s', (_name, it, now, ...[phase, leftMs]) => {
    expect(countdownOf(it, at(now))).toEqual({ phase, leftMs });
  });
});

it.each([
  [0, '00:00'],
  [1, '00:01'],
  [59_001, '01:00'],
  [299_000, '04:59'],
  [3_599_999, '1:00:00'],
  [11_099_000, '3:04:59'],
  [86_399_000, '23:59:59'],
  [86_400_000, '1d 00:00'],
  [183_840_000, '2d 03:04'],
  [-1, '+00:00'],
  [-61_900, '+01:01'],
  [-3_600_000, '+1:00:00'],
  [-90_000_000, '+1d 01:00'],
])('shows %i ms as %s', (leftMs, face) => {
  expect(clockFace(leftMs, 'd')).toBe(face);
});

it('looks at the running clock that is due first', () => {
  const resolve = clock({ target: 'resolve', due: '2026-03-02T12:00:00.000Z' });
  expect(nextClock([resolve, clock()])?.target).toBe('respond');
  expect(nextClock([resolve, clock({ state: 'met', stoppedAt: due })])?.target).toBe('resolve');
  expect(nextClock([clock({ state: 'met', stoppedAt: due })])).toBeUndefined();
});
