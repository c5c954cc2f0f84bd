import { expect, it } from 'vitest';
import { joinedWords } from './joined-words.ts';

it.each([
  [['工单', '单打', '打印', '印两', '两次'], ['工单打印两次']],
  [
    ['erp', '工单', '打印'],
    ['erp', '工单', '打印'],
  ],
  [
    ['标签', '签机', 'printer'],
    ['标签机', 'printer'],
  ],
  [[], []],
])('%j is read as %j', (words, said) => {
  expect(joinedWords(words)).toEqual(said);
});
