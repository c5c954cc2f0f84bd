import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createEcho } from './echo.ts';

const BEGUN = 1_790_000_000_000;

/** A broker that keeps each word for so long before it hands it over; `Infinity` for ever. */
function through(keptMs: () => number) {
  const clock = new ManualClock(BEGUN);
  const echo = createEcho((word) => {
    const ms = keptMs();
    if (Number.isFinite(ms)) clock.after(ms, () => echo.heard(word));
  }, clock);
  /** How long ago all was heard. */
  const lateMs = () => clock.now() - echo.heardUntil(clock.now());
  return { clock, echo, lateMs };
}

it('says nothing before one has come back, and where none ever does', async () => {
  const { clock, echo, lateMs } = through(() => Number.POSITIVE_INFINITY);
  expect(lateMs()).toBe(0);
  echo.begin();
  await clock.advance(100_000);
  expect(lateMs()).toBe(0);
});

it.each([
  ['at once: a quarter of a second at most', 1, 251],
  ['after three seconds', 3000, 3251],
  ['after so long that silence would never be seen', 90_000, 60_000],
])('knows how long a broker keeps what it has, %s', async (_, keptMs, mostMs) => {
  let kept = 1;
  const { clock, echo, lateMs } = through(() => kept);
  echo.begin();
  await clock.advance(1000);
  kept = keptMs;
  await clock.advance(100_000);
  let most = 0;
  for (let step = 0; step < 500; step++) {
    await clock.advance(7);
    most = Math.max(most, lateMs());
  }
  expect(most).toBeLessThanOrEqual(mostMs);
  expect(most).toBeGreaterThan(mostMs - 260);
  const now = clock.now();
  expect(now - echo.cameAt(now)).toBe(keptMs < 1000 ? 0 : lateMs());
});

it('is not misled by a clock that is set', async () => {
  const { clock, echo, lateMs } = through(() => 1);
  echo.begin();
  await clock.advance(1000);
  for (const jumpMs of [3_600_000, -7_200_000]) {
    clock.set(clock.now() + jumpMs);
    expect(lateMs()).toBeLessThan(252);
    expect(echo.cameAt(clock.now())).toBe(clock.now());
  }
});

it('knows at once that all has come, and forgets what was under way when a connection ends', async () => {
  let kept = 5000;
  const { clock, echo, lateMs } = through(() => kept);
  echo.begin();
  await clock.advance(20_000);
  expect(lateMs()).toBeGreaterThan(4999);
  kept = 1;
  await clock.advance(5300);
  expect(lateMs()).toBeLessThan(252);
  kept = 5000;
  await clock.advance(4000);
  echo.end();
  expect(lateMs()).toBe(0);
  await clock.advance(20_000);
  expect(lateMs()).toBe(0);
});

it('passes over what it did not send', async () => {
  const { clock, echo, lateMs } = through(() => Number.POSITIVE_INFINITY);
  echo.begin();
  for (const word of ['', 'x', '999', '-1']) echo.heard(word);
  await clock.advance(10_000);
  expect(lateMs()).toBe(0);
});
