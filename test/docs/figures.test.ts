import { readFileSync } from 'node:fs';
import { figureIds, figureOf, parsePeriod, periodBeside, periodOf, type PeriodUnit } from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import { figuresFile, figuresText } from '../../scripts/figures.ts';

it('docs/figures.md says what the code says beside each number: npm run generate', () => {
  expect(readFileSync(figuresFile, 'utf8')).toBe(figuresText());
  for (const id of figureIds) expect(figureOf(id).text['zh-CN'], id).toMatch(/[\u4E00-\u9FFF].*。$/u);
});

const day = (text: string) => Date.parse(`${text}T00:00Z`) / 86_400_000;

describe('a period', () => {
  it.each([
    ['2026', '2026-01-01', '2027-01-01', '2025', '2027'],
    ['2026-Q1', '2026-01-01', '2026-04-01', '2025-Q4', '2026-Q2'],
    ['2024-02', '2024-02-01', '2024-03-01', '2024-01', '2024-03'],
    ['2026-03-01', '2026-03-01', '2026-03-02', '2026-02-28', '2026-03-02'],
    ['2026-W01', '2025-12-29', '2026-01-05', '2025-W52', '2026-W02'],
    ['2020-W53', '2020-12-28', '2021-01-04', '2020-W52', '2021-W01'],
  ])('%s is from %s up to %s, between %s and %s', (name, ...expected) => {
    const [from, to, previous, next] = expected;
    const period = parsePeriod(name);
    expect(period).toMatchObject({ name, from: day(from), to: day(to) });
    if (period === undefined) return;
    expect(periodBeside(period, -1).name).toBe(previous);
    expect(periodBeside(period, 1).name).toBe(next);
  });

  it.each([
    '',
    '26',
    '2026-13',
    '2026-Q5',
    '2026-W54',
    '2025-W53',
    '2026-02-29',
    '2026-3',
    '0999',
    '2026-Q1-02',
  ])('is not "%s"', (name) => expect(parsePeriod(name)).toBeUndefined());

  it.each(['day', 'week', 'month', 'quarter', 'year'] as const)(
    '%s: each day is in one',
    (unit: PeriodUnit) => {
      for (let at = day('2023-12-20'); at < day('2027-02-01'); at++) {
        const period = periodOf(unit, at);
        expect(period.from <= at && at < period.to).toBe(true);
        expect(parsePeriod(period.name)).toEqual(period);
      }
    },
  );
});
