import { expect, it } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

it('lets go of one for each that is too many, the oldest first', () => {
  const kept = new BoundedMap<string, number>(3);
  for (const [at, name] of ['a', 'b', 'c'].entries()) kept.set(name, at);
  kept.set('a', 9);
  kept.set('d', 3);
  expect([...kept]).toEqual([
    ['c', 2],
    ['a', 9],
    ['d', 3],
  ]);
  kept.set('c', 1).set('e', 4);
  expect([...kept.keys()]).toEqual(['d', 'c', 'e']);
});
