import { expect, it } from 'vitest';
import { columnsOf, filtersOf, orderOf, withColumn } from './list-filters.ts';

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

it('columns come and go in their own order; the usual ones need no address', () => {
  const usual = columnsOf(new URLSearchParams(''));
  expect(usual).not.toContain('site');
  const more = withColumn(usual, 'site');
  expect(columnsOf(new URLSearchParams({ columns: more }))).toContain('site');
  expect(withColumn(columnsOf(new URLSearchParams({ columns: more })), 'site')).toBe('');
  expect(columnsOf(new URLSearchParams('columns=nonsense'))).toEqual(usual);
});
