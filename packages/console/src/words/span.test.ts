import { expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { durationSaid, secondsSaid, spanText } from './span.ts';

const units = { day: ' d', hour: ' h', minute: ' min', second: ' s' };

it.each([
  [0, '0 s'],
  [-44_600, '45 s'],
  [59_499, '59 s'],
  [60_000, '1 min'],
  [3_599_000, '59 min'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [86_400_000, '1 d'],
  [-356_400_000, '4 d 3 h'],
])('says %i ms as %s', (ms, text) => {
  expect(spanText(ms, units)).toBe(text);
});

it.each([
  ['90m', '90 min'],
  ['24h', '24 h'],
  ['2wd', '2 working days'],
  ['1wd', '1 working day'],
  ['1w', '1w'],
])('%s of a policy is %s', (written, said) => {
  expect(durationSaid(written, en.shell.unit, en.shell.workingDays)).toBe(said);
});

it('says seconds in the language of the reader', () => {
  expect([60, 3700, 0.4, null].map((one) => secondsSaid(one, zhCn.shell.unit))).toEqual([
    '60秒',
    '1小时 1分钟',
    '0秒',
    '–',
  ]);
});
