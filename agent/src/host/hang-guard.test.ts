import { ManualClock } from '@watchcase/testkit';
import { beforeEach, expect, it } from 'vitest';
import { createHangGuard, type GuardedAsk } from './hang-guard.ts';

let clock: ManualClock;
let guarded: GuardedAsk;
let hung: string[];
/** Questions that reached the file system, and how to answer each. */
let asked: { key: string; answer: (value: string) => void; fail: (error: Error) => void }[];

const bounds = { timeoutMs: 2000, atOnce: 1, mostHanging: 2 };
beforeEach(() => {
  clock = new ManualClock();
  hung = [];
  asked = [];
  guarded = createHangGuard({ ...bounds, clock, onHang: (key) => hung.push(key) });
});

const ask = (key: string) =>
  guarded(key, () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    asked.push({ key, answer: resolve, fail: reject });
    return promise;
  });
const keys = () => asked.map(({ key }) => key);

it('asks so many at a time, in order', async () => {
  const [first, second] = [ask('/a'), ask('/b')];
  await clock.advance(100);
  expect(keys()).toEqual(['/a']);
  asked[0]?.answer('A');
  expect(await first).toEqual({ answer: 'A' });
  await clock.advance(0);
  asked[1]?.answer('B');
  expect(await second).toEqual({ answer: 'B' });
  await clock.advance(10_000);
  expect(hung).toEqual([]);
});

it('gives up what does not answer in time, and does not ask it again until it has', async () => {
  const first = ask('/hung');
  await clock.advance(2000);
  expect(await first).toBe('silent');
  expect(hung).toEqual(['/hung']);
  expect(await ask('/hung')).toBe('silent');
  expect(keys()).toEqual(['/hung']);

  asked[0]?.answer('late');
  await clock.advance(0);
  const again = ask('/hung');
  asked[1]?.answer('well');
  expect(await again).toEqual({ answer: 'well' });
});

it('goes on with others behind it, until too many hang', async () => {
  const answers = [ask('/1'), ask('/2'), ask('/3')];
  await clock.advance(2000);
  await clock.advance(2000);
  expect(await Promise.all(answers)).toEqual(['silent', 'silent', 'unasked']);
  expect(keys()).toEqual(['/1', '/2']);
  asked[0]?.answer('late');
  await clock.advance(0);
  const fourth = ask('/4');
  asked[2]?.answer('D');
  expect(await fourth).toEqual({ answer: 'D' });
});

it('gives whoever asks the same meanwhile the same answer', async () => {
  const [first, second] = [ask('/a'), ask('/a')];
  expect(keys()).toEqual(['/a']);
  asked[0]?.answer('A');
  expect(await Promise.all([first, second])).toEqual([{ answer: 'A' }, { answer: 'A' }]);
});

it('lets nobody wait for ever behind others where that is not wanted', async () => {
  guarded = createHangGuard({ ...bounds, timeoutMs: 60_000, waitMs: 2000, clock, onHang: () => undefined });
  const [first, second] = [ask('/slow'), ask('/b')];
  await clock.advance(2000);
  expect(await second).toBe('unasked');
  asked[0]?.answer('A');
  expect(await first).toEqual({ answer: 'A' });
  expect(keys()).toEqual(['/slow']);
});

it('hands on a failure, and asks the next', async () => {
  const [first, second] = [ask('/a'), ask('/b')];
  asked[0]?.fail(new Error('EACCES'));
  await expect(first).rejects.toThrow('EACCES');
  await clock.advance(0);
  asked[1]?.answer('B');
  expect(await second).toEqual({ answer: 'B' });
});
