import { expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { promiseSaid, type WrittenPromise } from './promise-said.ts';
import { durationSaid } from './span.ts';

function said(promise: WrittenPromise): string[][] {
  return [en, zhCn].map(({ cases, records, shell }) =>
    promiseSaid(promise, {
      ...records,
      category: cases.category,
      duration: (written) => durationSaid(written, shell.unit, shell.workingDays),
      hoursOf: (id) => records.hoursOf(id),
    }),
  );
}

it.each<[WrittenPromise, string[], string[]]>([
  ['15m', ['15 min, at all hours'], ['15分钟，全天候计时']],
  [{ in: '2wd', hours: 'business' }, ['2 working days, in service hours'], ['2 个工作日，服务时间内计时']],
  [{ in: '4h', hours: 'night' }, ['4 h, in hours of night'], ['4小时，按日历“night”计时']],
  [
    { in: '15m', hours: 'business', outside: { in: '30m' } },
    ['15 min, in service hours', 'begun outside of hours: 30 min, at all hours'],
    ['15分钟，服务时间内计时', '服务时间外发生：30分钟，全天候计时'],
  ],
  [
    { in: '4h', category: { hardware: '24h', data: { in: '6h', hours: 'business' } } },
    ['4 h, at all hours', 'Data: 6 h, in service hours', 'Hardware: 24 h, at all hours'],
    ['4小时，全天候计时', '数据：6小时，服务时间内计时', '硬件：24小时，全天候计时'],
  ],
])('%j is a promise', (promise, english, chinese) => {
  expect(said(promise)).toEqual([english, chinese]);
});
