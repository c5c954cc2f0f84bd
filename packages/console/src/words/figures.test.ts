import { type FigureValue, parsePeriod } from '@watchcase/api';
import { expect, it } from 'vitest';
import { figureCasesAddress, figureQueryOf } from './figure-query.ts';
import { figureText, isReached } from './figure-text.ts';
import { periodText } from './period-text.ts';

const units = { day: ' d', hour: ' h', minute: ' min', second: ' s' };
const none: FigureValue = {
  figure: 'cases',
  count: 0,
  of: null,
  value: null,
  median: null,
  p90: null,
  money: [],
};

it.each([
  ['2026', '2026', '2026年'],
  ['2026-Q1', 'Q1 2026', '2026年第1季度'],
  ['2026-03', 'March 2026', '2026年3月'],
  ['2026-W09', 'Week 9, 2026', '2026年第9周'],
  ['2026-03-05', '5 March 2026', '2026年3月5日'],
])('the period %s is %s, or %s', (name, english, chinese) => {
  const period = parsePeriod(name);
  if (period === undefined) throw new Error(name);
  expect(periodText(period, 'en')).toBe(english);
  expect(periodText(period, 'zh-CN')).toBe(chinese);
});

it.each([
  ['time', { value: 7500 }, '2 h 5 min'],
  ['share', { value: 0.9999 }, '99.9 %'],
  ['share', { value: 1 }, '100 %'],
  ['count', { value: 1234 }, '1,234'],
  ['hours', { value: 12.54 }, '12.5 h'],
  ['money', { money: [{ currency: 'CNY', amount: 1200.5 }] }, 'CN¥1,200.50'],
  ['money', { money: [{ currency: null, amount: 20 }] }, '20.00'],
  ['time', {}, '–'],
  ['money', {}, '–'],
] as const)('a %s of %j reads %s', (shape, value, text) => {
  expect(figureText({ ...none, ...value } as FigureValue, shape, { language: 'en', units })).toBe(text);
});

it('knows whether a goal is reached, and when there is nothing to judge', () => {
  expect(isReached({ ...none, value: 0.9 }, 0.9)).toBe(true);
  expect(isReached({ ...none, value: 0.89 }, 0.9)).toBe(false);
  expect(isReached({ ...none, value: 0.89 }, null)).toBeUndefined();
  expect(isReached(none, 0.9)).toBeUndefined();
});

it('asks for this month where the reader is, for what the address says otherwise, and leads to the cases', () => {
  const at = { now: Date.parse('2026-03-31T20:00Z'), zone: 'Asia/Shanghai' };
  expect(figureQueryOf(new URLSearchParams(), at).parameters).toEqual({
    period: '2026-04',
    zone: 'Asia/Shanghai',
  });
  const { parameters } = figureQueryOf(
    new URLSearchParams('period=2026-Q1&zone=UTC&by=customer&customer=a&x=1'),
    at,
  );
  expect(parameters).toEqual({ period: '2026-Q1', zone: 'UTC', by: 'customer', customer: 'a' });
  expect(figureQueryOf(new URLSearchParams('period=nonsense&by=colour'), at).parameters['period']).toBe(
    '2026-04',
  );
  const address = figureCasesAddress(parameters, { figure: 'remote', part: 'missed', key: 'a' });
  expect(address).toBe(
    '/figures/cases?period=2026-Q1&zone=UTC&customer=a&by=customer&figure=remote&part=missed&key=a',
  );
});
