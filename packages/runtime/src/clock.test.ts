import { expect, it, vi } from 'vitest';
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

it.each([
  [1000, 5000],
  [3000, 6000],
  [7000, 7000],
  [10_000, 10_000],
  [15_000, 7500],
  [60_000, 10_000],
  [5000, 5000],
])('has them come together with what comes each %d ms, %d ms apart', (intervalMs, apart) => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const calls: number[] = [];
    systemClock.about(5000, function again() {
      calls.push(systemClock.monotonic());
      systemClock.about(5000, again);
    });
    vi.advanceTimersByTime(7777);
    const at = systemClock.monotonic() + 12_345;
    systemClock.gather(at, intervalMs);
    systemClock.gather(at + intervalMs + 50, intervalMs);
    vi.advanceTimersByTime(80_000);
    const gathered = calls.slice(3);
    expect(gathered.map((call) => (call - at - 2) % Math.min(apart, intervalMs))).toEqual(
      gathered.map(() => 0),
    );
    expect(gathered.slice(1).map((call, index) => call - (gathered[index] ?? 0))).toEqual(
      gathered.slice(1).map(() => apart),
    );
    expect(gathered.length).toBeGreaterThan(4);
    expect(vi.getTimerCount()).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

it('has a limit that is forgotten at once wake nobody up, and calls it else', async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
  });
  try {
    const called: number[] = [];
    systemClock.limit(2000, () => called.push(1)).cancel();
    const late = systemClock.limit(2000, () => called.push(2));
    systemClock.limit(2000, () => called.push(systemClock.monotonic()));
    const startedAt = systemClock.monotonic();
    expect(vi.getTimerCount()).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    late.cancel();
    late.cancel();
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(called).toEqual([startedAt + 2000]);
  } finally {
    vi.useRealTimers();
  }
});

it('calls about then what is asked for at about the same time, all at one moment', () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const calls: [string, number][] = [];
    const note = (name: string) => calls.push([name, systemClock.monotonic()]);
    vi.advanceTimersByTime(1234);
    const startedAt = systemClock.monotonic();
    systemClock.about(5000, function again() {
      note('a');
      if (calls.length < 6) systemClock.about(5000, again);
    });
    vi.advanceTimersByTime(700);
    systemClock.about(5000, () => note('b'));
    const cancelled = systemClock.about(5000, () => note('c'));
    systemClock.about(10_000, () => note('d'));
    cancelled.cancel();
    expect(vi.getTimerCount()).toBe(2);
    vi.advanceTimersByTime(40_000);
    const first = calls[0]?.[1] ?? 0;
    expect(Math.abs(first - startedAt - 5000)).toBeLessThanOrEqual(2500);
    expect(calls.map(([name, at]) => [name, at - first])).toEqual([
      ['a', 0],
      ['b', 0],
      ['d', 5000],
      ['a', 5000],
      ['a', 10_000],
      ['a', 15_000],
    ]);
    const soon: number[] = [];
    systemClock.about(1, function again() {
      soon.push(systemClock.monotonic());
      if (soon.length < 3) systemClock.about(1, again);
    });
    vi.advanceTimersByTime(20_000);
    expect(soon.map((at) => (at - first) % 5000)).toEqual([0, 0, 0]);
    expect(new Set(soon).size).toBe(3);
    const only = systemClock.about(30_000, () => undefined);
    only.cancel();
    only.cancel();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
