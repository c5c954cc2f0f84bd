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
  expect(lives(pace, 1000, 'other')).toBe(main);
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

it('begins at any of so many readings: hosts that are told at one moment do not send at one moment from then on', () => {
  const begun = [0, 0.2, 0.5, 0.9].map((random) => {
    const pace = createPace(new ManualClock(), () => random);
    pace.told(3);
    return lives(pace, 6);
  });
  expect(begun).toEqual(['..L..L', '..L..L', '.L..L.', 'L..L..']);
});

it.each([
  ['is told that its turn has come', 2000, 0],
  ['hears nothing any more', 90_000, 121_000],
])(
  'holds what was put aside while it is slowed down, and for a part of %s',
  async (_, spreadMs, forgotMs) => {
    const clock = new ManualClock();
    const pace = createPace(clock, () => 0.5);
    expect(pace.isAsideHeld()).toBe(false);
    pace.told(1.01);
    await clock.advance(100_000);
    expect(pace.isAsideHeld()).toBe(true);
    pace.told(1.01);
    await clock.advance(forgotMs);
    if (forgotMs === 0) pace.told(undefined);
    expect([pace.slowDown(), pace.isAsideHeld()]).toEqual([1, true]);
    await clock.advance(spreadMs / 2 - 100);
    expect(pace.isAsideHeld()).toBe(true);
    await clock.advance(200);
    expect(pace.isAsideHeld()).toBe(false);
  },
);
