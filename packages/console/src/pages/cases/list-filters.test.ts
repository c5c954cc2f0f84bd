import { expect, it } from 'vitest';
import { filtersOf, orderOf } from './list-filters.ts';

it('reads what is set, and nothing else', () => {
  expect(filtersOf(new URLSearchParams('severity=major&text=&x=1&due=0'))).toEqual({
    severity: 'major',
    due: '0',
  });
});

it.each([
  ['', 'due', false],
  ['sort=severity&order=down', 'severity', true],
  ['sort=nonsense', 'due', false],
])('goes by %j', (query, sort, isDown) => {
  expect(orderOf(new URLSearchParams(query))).toEqual({ sort, isDown });
});
