import { expect, it } from 'vitest';
import { systemClock } from './clock.ts';

function elapsed(delayMs: number): Promise<number> {
  const startedAt = systemClock.monotonic();
  return new Promise((resolve) => {
    systemClock.after(delayMs, () => resolve(systemClock.monotonic() - startedAt));
  });
}

it('calls once after the delay', async () => {
  expect(await elapsed(15)).toBeGreaterThanOrEqual(14);
});

it('takes a delay in the past as now', async () => {
  expect(await elapsed(-1e12)).toBeLessThan(5000);
});

it('does not take a very long delay for none, as bare timers do', async () => {
  let called = false;
  const timer = systemClock.after(1e12, () => {
    called = true;
  });
  await elapsed(20);
  timer.cancel();
  expect(called).toBe(false);
});

it('forgets a cancelled call, also twice and after it has happened', async () => {
  let calls = 0;
  const timer = systemClock.after(1, () => calls++);
  timer.cancel();
  timer.cancel();
  const done = systemClock.after(1, () => calls++);
  await elapsed(10);
  done.cancel();
  expect(calls).toBe(1);
});
