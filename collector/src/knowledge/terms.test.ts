import { describe, expect, it } from 'vitest';
import { phrasesOf, termsOf } from './terms.ts';

describe('what a text is found by', () => {
  it.each([
    ['磁盘空间', ['磁盘', '盘空', '空间', '间']],
    ['ORA-12541: 监听', ['ora', '12541', '监听', '听']],
    ['Ｄｉｓｋ ＦＵＬＬ', ['disk', 'full']],
    ['ERP系统', ['erp', '系统', '统']],
    ['', []],
    ['，。！ \n', []],
    ['it\'s "quoted" * AND', ['it', 's', 'quoted', 'and']],
  ])('%j: %j', (text, terms) => expect(termsOf(text)).toEqual(terms));

  it.each([
    ['磁盘', [{ terms: ['磁盘'], isBeginning: false }]],
    ['盘', [{ terms: ['盘'], isBeginning: true }]],
    ['磁盘空间', [{ terms: ['磁盘', '盘空', '空间'], isBeginning: false }]],
    [
      'disk ful',
      [
        { terms: ['disk'], isBeginning: false },
        { terms: ['ful'], isBeginning: true },
      ],
    ],
  ])('asked for %j: %j', (text, phrases) => expect(phrasesOf(text)).toEqual(phrases));
});
