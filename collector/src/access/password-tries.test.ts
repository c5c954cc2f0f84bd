import { expect, it } from 'vitest';
import { createPasswordTries } from './password-tries.ts';

const MIN = 60_000;

/** Tries so often; gives how many may be made at once, and what the last was told to wait. */
function wrong(
  tries: ReturnType<typeof createPasswordTries>,
  times: number,
  place: string | undefined,
  now = 0,
) {
  const waits = Array.from({ length: times }, () => tries.begin('ada', place, now).waitMs);
  return [waits.filter((ms) => ms === 0).length, waits.at(-1)];
}

it('ten wrong ones from one place are all, strangers are one place, and none takes from another', () => {
  const tries = createPasswordTries();
  expect(wrong(tries, 12, undefined)).toEqual([10, 15 * MIN]);
  expect(wrong(tries, 12, 'home')).toEqual([10, 15 * MIN]);
  expect(wrong(tries, 1, 'office')).toEqual([1, 0]);
  expect(tries.begin('bo', undefined, 0).waitMs).toBe(0);
});

it('each is forgotten after a quarter of an hour, and one that had to wait does not count', () => {
  const tries = createPasswordTries();
  wrong(tries, 5, undefined, 0);
  wrong(tries, 7, undefined, 10 * MIN);
  expect(wrong(tries, 1, undefined, 14 * MIN)).toEqual([0, MIN]);
  expect(wrong(tries, 6, undefined, 15 * MIN)).toEqual([5, 10 * MIN]);
});

it('a right one takes back itself among strangers, and all where the owner is known', () => {
  const tries = createPasswordTries();
  wrong(tries, 9, undefined);
  tries.begin('ada', undefined, 1).right();
  expect(wrong(tries, 2, undefined, 2)).toEqual([1, 15 * MIN - 2]);
  wrong(tries, 9, 'home');
  tries.begin('ada', 'home', 1).right();
  expect(wrong(tries, 10, 'home', 2)).toEqual([10, 0]);
});

it('many at once are counted before any is known to be wrong', () => {
  const tries = createPasswordTries();
  const begun = Array.from({ length: 20 }, () => tries.begin('ada', undefined, 0));
  expect(begun.filter(({ waitMs }) => waitMs === 0)).toHaveLength(10);
});
