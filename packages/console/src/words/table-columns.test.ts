import { expect, it } from 'vitest';
import { columnsOf, withColumn } from './table-columns.ts';

const columns = { all: ['a', 'b', 'c'], usual: ['a', 'c'] } as const;

it('columns come and go in their own order; the usual ones need no address', () => {
  const usual = columnsOf(columns, '');
  expect(usual).toEqual(['a', 'c']);
  const more = withColumn(columns, usual, 'b');
  expect(more).toBe('a,b,c');
  expect(columnsOf(columns, 'c,b,a')).toEqual(['a', 'b', 'c']);
  expect(withColumn(columns, columnsOf(columns, more), 'b')).toBe('');
  expect(columnsOf(columns, 'nonsense')).toEqual(usual);
});
