import { ManualClock } from '@watchcase/testkit';
import { beforeEach, expect, it } from 'vitest';
import { createHangGuard, type GuardedAsk } from './hang-guard.ts';

let clock: ManualClock;
let guarded: GuardedAsk;
let hung: string[];
/** Questions that reached the file system, and how to answer each. */
let asked: { key: string; answer: (value: string) => void; fail: (error: Error) => void }[];

beforeEach(() => {
  clock = new ManualClock();
  hung = [];
  asked = [];
  guarded = createHangGuard({ clock, timeoutMs: 2000, mostHanging: 2, onHang: (key) => hung.push(key) });
});

const ask = (key: string) =>
  guarded(key, () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    asked.push({ key, answer: resolve, fail: reject });
    return promise;
  });
const keys = () => asked.map(({ key }) => key);

it('asks one at a time, in order', async () => {
  const [first, second] = [ask('/a'), ask('/b')];
  await clock.advance(100);
  expect(keys()).toEqual(['/a']);
  asked[0]?.answer('A');
  expect(await first).toBe('A');
  await clock.advance(0);
  asked[1]?.answer('B');
  expect(await second).toBe('B');
  await clock.advance(10_000);
  expect(hung).toEqual([]);
});

it('gives up what does not answer in time, and does not ask it again until it has', async () => {
  const first = ask('/hung');
  await clock.advance(0);
  await clock.advance(2000);
  expect(await first).toBeNull();
  expect(hung).toEqual(['/hung']);
  expect(await ask('/hung')).toBeNull();
  expect(keys()).toEqual(['/hung']);

  asked[0]?.answer('late');
  await clock.advance(0);
  const again = ask('/hung');
  await clock.advance(0);
  asked[1]?.answer('well');
  expect(await again).toBe('well');
});

it('goes on with others behind it, until too many hang', async () => {
  const answers = [ask('/1'), ask('/2'), ask('/3')];
  await clock.advance(0);
  await clock.advance(2000);
  await clock.advance(2000);
  expect(await Promise.all(answers)).toEqual([null, null, null]);
  expect(keys()).toEqual(['/1', '/2']);
  asked[0]?.answer('late');
  await clock.advance(0);
  const fourth = ask('/4');
  await clock.advance(0);
  asked[2]?.answer('D');
  expect(await fourth).toBe('D');
});

it('hands on a failure, and asks the next', async () => {
  const [first, second] = [ask('/a'), ask('/b')];
  await clock.advance(0);
  asked[0]?.fail(new Error('EACCES'));
  await expect(first).rejects.toThrow('EACCES');
  await clock.advance(0);
  asked[1]?.answer('B');
  expect(await second).toBe('B');
});
