import { expect, it } from 'vitest';
import { decideSiteOutage } from './decide-site-outage.ts';

it.each([
  ['the only host of a site is a host', { hosts: 1, gone: 1, doubtful: 0 }, 'alone'],
  ['both of two', { hosts: 2, gone: 2, doubtful: 0 }, 'all'],
  ['one of two', { hosts: 2, gone: 1, doubtful: 0 }, 'alone'],
  ['two of three are half, and fewer than three', { hosts: 3, gone: 2, doubtful: 0 }, 'alone'],
  ['three of six', { hosts: 6, gone: 3, doubtful: 0 }, 'half'],
  ['three of seven', { hosts: 7, gone: 3, doubtful: 0 }, 'alone'],
  ['nine of a thousand', { hosts: 1000, gone: 9, doubtful: 0 }, 'alone'],
  ['ten of a thousand', { hosts: 1000, gone: 10, doubtful: 0 }, 'many'],
  ['one, and another is not heard as it should be', { hosts: 8, gone: 1, doubtful: 1 }, 'others-may-follow'],
])('%s', (_name, facts, because) => {
  const isOutage = because === 'all' || because === 'half' || because === 'many';
  expect(decideSiteOutage(facts)).toEqual({ because, isOutage });
});
