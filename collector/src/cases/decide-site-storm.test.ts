import { expect, it } from 'vitest';
import { decideSiteStorm } from './decide-site-storm.ts';

it.each([
  [1, 20, false, 'few'],
  [2, 40, false, 'few'],
  [3, 11, false, 'few'],
  [3, 12, false, 'many-cases'],
  [9, 9, false, 'few'],
  [10, 10, false, 'many-hosts'],
  [1, 1, true, 'goes-on'],
])('%i hosts with %i new cases within a minute (goes on: %s): %s', (hosts, cases, goesOn, because) => {
  expect(decideSiteStorm({ hosts, cases, goesOn })).toEqual({ because, isStorm: because !== 'few' });
});
