import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createCommitWatch } from './commit-watch.ts';
import { decideReady } from './decide-ready.ts';

const well = {
  committingMs: 0,
  commits: true,
  listening: true,
  queue: { messages: 0, ageMs: 0 },
  slowDown: 1,
  warnings: [],
};

it.each([
  ['all is well', {}, []],
  ['a commit takes its ten seconds', { committingMs: 10_000 }, []],
  ['a commit hangs', { committingMs: 12_400 }, [/^a commit has taken 12 s and is not done/]],
  ['a commit failed', { commits: false }, [/^the last commit failed/]],
  ['the broker is away', { listening: false }, [/^the broker cannot be reached$/]],
  [
    'nothing works',
    { committingMs: 11_000, commits: false, listening: false },
    [/has taken/, /failed/, /broker/],
  ],
])('ready or not: %s', (_name, more, reasons) => {
  const answer = decideReady({ ...well, ...more });
  expect(answer.ok).toBe(reasons.length === 0);
  expect(answer.reasons).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
});

it('that too much arrives is told, and is no reason to send it elsewhere', () => {
  expect(decideReady({ ...well, slowDown: 2.5 })).toMatchObject({ ok: true, slowDown: 2.5 });
});

it('what somebody has to look at soon is told, and is no reason either', () => {
  const warnings = ['the TLS certificate ends on 2026-12-21, in 20 days: renew it'];
  expect(decideReady({ ...well, warnings })).toMatchObject({ ok: true, reasons: [], warnings });
});

it('the queue is told with its age in seconds', () => {
  const queue = { messages: 7, ageMs: 1500 };
  expect(decideReady({ ...well, queue }).queue).toEqual({ messages: 7, ageSeconds: 1.5 });
});

it('a commit has an age while it is under way, however it ends', async () => {
  const clock = new ManualClock();
  const watch = createCommitWatch(clock);
  for (const end of ['resolve', 'reject'] as const) {
    const { promise, ...settle } = Promise.withResolvers<void>();
    const done = watch.during(() => promise);
    await clock.advance(700);
    expect(watch.ageMs()).toBe(700);
    settle[end]();
    await done.catch(() => undefined);
    expect(watch.ageMs()).toBe(0);
  }
});
