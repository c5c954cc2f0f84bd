import { type FigureId, figureIds, type Figures, figuresSchema, type FigureValue } from '@watchcase/api';
import { expect } from 'vitest';
import { expectedFigures, expectedValue } from '../../harness/expected-figures.ts';
import type { HttpHouse } from '../../harness/http-rooms.ts';
import type { CountedFault } from './count-figures.ts';

type Groups = Readonly<Record<string, (one: CountedFault) => string>>;

/** Months of China, and who they are told apart by. */
const ZONE = 'Asia/Shanghai';
const monthOf = ({ fault }: CountedFault) =>
  new Date((fault.opened + 480) * 60_000).toISOString().slice(0, 7);
const groupings: Groups = {
  customer: ({ fault }) => fault.place.customer,
  contract: ({ contract }) => contract,
  severity: ({ severity }) => severity,
  month: monthOf,
};

/** Asks for every figure of the year, together and by each grouping, and by month within each customer, contract and severity, and for the cases behind each. */
export async function expectFigures(
  { ask }: Pick<HttpHouse, 'ask'>,
  counted: readonly CountedFault[],
  cases: readonly number[],
): Promise<void> {
  const read = async (query: string) =>
    figuresSchema.parse((await ask('GET', `/api/v1/figures?zone=${ZONE}&period=2026&${query}`)).body);
  expectValues((await read('')).total, counted, 'the year');
  for (const [by, keyOf] of Object.entries(groupings)) {
    expectGroups((await read(`by=${by}`)).groups, Map.groupBy(counted, keyOf), by);
    if (by === 'month') continue;
    for (const [key, own] of Map.groupBy(counted, keyOf)) {
      const { total, groups } = await read(`by=month&${by}=${key}`);
      expectValues(total, own, `${by} ${key}`);
      expectGroups(groups, Map.groupBy(own, monthOf), `${by} ${key}`);
    }
  }
  for (const figure of figureIds) await expectCases({ ask }, figure, { counted, cases });
}

function expectGroups(
  groups: Figures['groups'],
  wanted: ReadonlyMap<string, readonly CountedFault[]>,
  where: string,
): void {
  expect(groups.map(({ key }) => key).toSorted(), where).toEqual([...wanted.keys()].toSorted());
  for (const { key, values } of groups) expectValues(values, wanted.get(key) ?? [], `${where}: ${key}`);
}

function expectValues(values: readonly FigureValue[], of: readonly CountedFault[], where: string): void {
  expect(values.map(({ figure }) => figure)).toEqual(figureIds);
  for (const value of values)
    expect(value, where).toEqual(value.figure === 'cost' ? costOf(of) : expectedValue(value.figure, of));
}

function costOf(of: readonly CountedFault[]) {
  const sums = new Map<string | null, number>();
  const dear = of.flatMap(({ money }) => money ?? []);
  for (const { currency, amount } of dear) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  const money = [...sums]
    .map(([currency, amount]) => ({ currency, amount: expect.closeTo(amount, 1) as number }))
    .toSorted((a, b) => ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1));
  return { figure: 'cost', count: dear.length, of: null, value: null, median: null, p90: null, money };
}

async function expectCases(
  { ask }: Pick<HttpHouse, 'ask'>,
  figure: FigureId,
  { counted, cases }: { counted: readonly CountedFault[]; cases: readonly number[] },
): Promise<void> {
  const isIn = figure === 'cost' ? ({ money }: CountedFault) => money !== null : expectedFigures[figure][0];
  const found: number[] = [];
  for (let cursor = ''; ; ) {
    const url = `/api/v1/figures/cases?zone=${ZONE}&period=2026&figure=${figure}&limit=200${cursor}`;
    const page = (await ask('GET', url)).body as { items: { id: number }[]; next: string | null };
    found.push(...page.items.map(({ id }) => id));
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  const wanted = counted.filter(isIn).map(({ fault }) => cases[fault.number] ?? 0);
  expect(found, figure).toEqual(wanted.toSorted((a, b) => b - a));
}
