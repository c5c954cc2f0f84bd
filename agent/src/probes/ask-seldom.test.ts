import { expect, it } from 'vitest';
import { askSeldom } from './ask-seldom.ts';

it('asks again when the time is over, when the clock was set back, and after a failure', async () => {
  let asked = 0;
  let fails = false;
  const ask = askSeldom(1000, async () => {
    asked += 1;
    if (fails) throw new Error('no');
    return asked;
  });
  expect([await ask(5000), await ask(5999), await ask(6000), await ask(6500)]).toEqual([1, 1, 2, 2]);
  expect(await ask(100)).toBe(3);
  fails = true;
  await expect(ask(1100)).rejects.toThrow('no');
  fails = false;
  expect(await ask(1101)).toBe(5);
});
