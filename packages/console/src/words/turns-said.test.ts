import { expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { dutyHoursSaid, isByWeeks, turnsSaid } from './turns-said.ts';

it.each([
  ['1w', 'every week', '每周'],
  ['2d', 'every 2 days', '每 2 天'],
  [['12h'], 'every 12 hours', '每 12 小时'],
  [['5d', '2d'], 'after 5 days, 2 days, and so on', '依次 5 天、2 天，循环'],
  ['soon', 'soon', 'soon'],
])('turns of %j', (every, english, chinese) => {
  const said = [en, zhCn].map(({ records, shell }) => turnsSaid(every, { ...records, and: shell.and }));
  expect(said).toEqual([english, chinese]);
});

it('only turns of whole weeks begin on one day of the week', () => {
  expect([isByWeeks('1w'), isByWeeks(['1w', '2w']), isByWeeks(['5d', '2d']), isByWeeks('1d')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('hours of duty are said by their days, and what goes past midnight says so', () => {
  const words = {
    dayNames: { ...en.contact.dayNames, ...en.records.dayClasses },
    nextDay: en.records.nextDay,
    and: ', ',
  };
  const hours = {
    'mon-fri': ['18:00-09:00'],
    'tue-thu': ['08:00-12:00', '13:00-24:00'],
    holidays: ['00:00-24:00'],
  };
  expect(dutyHoursSaid(hours, words)).toEqual([
    { day: 'Monday to Friday', spans: '18:00–09:00 of the next day' },
    { day: 'Tuesday–Thursday', spans: '08:00–12:00, 13:00–24:00' },
    { day: 'Holidays', spans: '00:00–24:00' },
  ]);
});
