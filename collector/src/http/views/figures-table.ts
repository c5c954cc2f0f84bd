import type { Figures, FigureValue, Language } from '@watchcase/api';
import { type Cell, csvOf } from '../csv.ts';

const COLUMNS = [
  'period',
  'group',
  'name',
  'figure',
  'title',
  'count',
  'of',
  'value',
  'unit',
  'median',
  'p90',
];

/** Figures as a table (CSV): one line for each figure, of all cases and of each group; money by currency. Begins with the mark by which Excel knows UTF-8. */
export function figuresTable({ period, by, figures, total, groups }: Figures, language: Language): string {
  const known = new Map(figures.map((one) => [one.id, one]));
  const all = [{ key: '', name: '', values: total }, ...groups];
  const lines = all.flatMap(({ key, name, values }) =>
    values.flatMap((value) => {
      const { title, shape } = known.get(value.figure) ?? {};
      const before = [period.name, by === null ? '' : key, name, value.figure, title?.[language] ?? ''];
      return amountsOf(value, shape).map((after) => [...before, ...after]);
    }),
  );
  return csvOf([COLUMNS, ...lines]);
}

function amountsOf(value: FigureValue, shape: Figures['figures'][number]['shape'] | undefined): Cell[][] {
  const { count, of, median, p90, money } = value;
  if (shape === 'money')
    return money.map(({ currency, amount }) => [count, of, amount, currency ?? '', median, p90]);
  const units = { count: 'cases', share: '', time: 'seconds', hours: 'hours' };
  return [[count, of, value.value, shape === undefined ? '' : units[shape], median, p90]];
}
