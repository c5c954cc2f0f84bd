import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askEarly, takeEarly } from './early.ts';

let asked: string[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(address);
    return address === '/lost'
      ? Promise.reject(new Error('no line'))
      : Promise.resolve(new Response('1', { status: 202 }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('what is asked early is asked once and taken once', async () => {
  await askEarly('/a');
  await askEarly('/a');
  const taken = await takeEarly('/a');
  expect([taken?.status, await taken?.text()]).toEqual([202, '1']);
  expect([takeEarly('/a'), asked]).toEqual([undefined, ['/a']]);
});

it('what a page has asked for by itself is not asked early any more', async () => {
  expect(takeEarly('/b')).toBeUndefined();
  await askEarly('/b');
  expect(asked).toEqual([]);
});

it('what could not be had, or nobody has taken for ten seconds, whoever reads it asks for anew', async () => {
  await askEarly('/lost');
  expect(await takeEarly('/lost')).toBeUndefined();
  await askEarly('/c');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(takeEarly('/c')).toBeUndefined();
});
