import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

function lives(pace: ReturnType<typeof createPace>, count: number, stream = 'main'): string {
  return Array.from({ length: count }, () => (pace.isLive(stream) ? 'L' : '.')).join('');
}

it('lets everything go out live until it is told otherwise, and again when it is told so', () => {
  const pace = createPace(new ManualClock(), () => 0.5);
  expect(lives(pace, 4)).toBe('LLLL');
  pace.told(2);
  expect(lives(pace, 6)).toBe('L.L.L.');
  pace.told(undefined);
  expect(lives(pace, 3)).toBe('LLL');
});

it('keeps to a rate between two whole numbers, each stream for itself', () => {
  const pace = createPace(new ManualClock(), () => 0.5);
  pace.told(2.5);
  const main = lives(pace, 1000);
  expect(main.split('L').length - 1).toBeGreaterThan(398);
  expect(main.split('L').length - 1).toBeLessThan(403);
  expect(main).not.toContain('...');
  expect(lives(pace, 1, 'other')).toBe('L');
});

it('forgets a word that is not renewed', async () => {
  const clock = new ManualClock();
  const pace = createPace(clock, () => 0.5);
  pace.told(3);
  await clock.advance(119_000);
  expect(pace.slowDown()).toBe(3);
  await clock.advance(2000);
  expect(pace.slowDown()).toBe(1);
});

it('holds what was put aside while it is slowed down, and lets it go at a moment of the next minute and a half', async () => {
  const clock = new ManualClock();
  const pace = createPace(clock, () => 0.5);
  expect(pace.isAsideHeld()).toBe(false);
  for (const forgotMs of [0, 121_000]) {
    pace.told(1.2);
    await clock.advance(100_000);
    expect(pace.isAsideHeld()).toBe(true);
    pace.told(1.2);
    await clock.advance(forgotMs);
    if (forgotMs === 0) pace.told(undefined);
    expect([pace.slowDown(), pace.isAsideHeld()]).toEqual([1, true]);
    await clock.advance(44_000);
    expect(pace.isAsideHeld()).toBe(true);
    await clock.advance(2000);
    expect(pace.isAsideHeld()).toBe(false);
  }
});
