import { expect, it } from 'vitest';
import { createTrying } from './trying.ts';

it('does one thing at a time, keeps what was wrong until the next time, and never rejects', async () => {
  const trying = createTrying();
  const done: string[] = [];
  let release: () => void = () => undefined;
  const first = trying.attempt(async () => {
    await new Promise<void>((resolve) => (release = resolve));
    done.push('first');
  });
  expect(trying.busy.value).toBe(true);
  expect(await trying.attempt(async () => done.push('tapped twice'))).toBe(false);
  release();
  expect(await first).toBe(true);
  expect(done).toEqual(['first']);
  expect(trying.busy.value).toBe(false);

  expect(await trying.attempt(() => Promise.reject(new Error('away')))).toBe(false);
  expect([trying.busy.value, trying.fault.value !== undefined]).toEqual([false, true]);
  // What throws before it waits is a fault, too.
  expect(
    await trying.attempt(() => {
      throw new Error('at once');
    }),
  ).toBe(false);
  const again = trying.attempt(async () => done.push('again'));
  expect(trying.fault.value).toBeUndefined();
  expect(await again).toBe(true);
  await trying.attempt(() => Promise.reject(new Error('away')));
  trying.forget();
  expect(trying.fault.value).toBeUndefined();
});
