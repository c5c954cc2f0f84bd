import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createCommitWatch } from './commit-watch.ts';

it('a commit that fails is under way until one succeeds', async () => {
  const clock = new ManualClock(0);
  const watch = createCommitWatch(clock);
  expect(watch.ageMs()).toBe(0);
  await expect(watch.during(() => Promise.reject(new Error('no connection')))).rejects.toThrow(
    'no connection',
  );
  await clock.advance(7000);
  const second = watch.during(() => clock.advance(5000));
  await second;
  expect(watch.ageMs()).toBe(0);
  const hangs = new Promise<never>(() => undefined);
  void watch.during(() => hangs);
  await clock.advance(3000);
  expect(watch.ageMs()).toBe(3000);
});

it('counts from the first attempt', async () => {
  const clock = new ManualClock(0);
  const watch = createCommitWatch(clock);
  await expect(watch.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await clock.advance(7000);
  void watch.during(() => new Promise(() => undefined));
  await clock.advance(4000);
  expect(watch.ageMs()).toBe(11_000);
});
