import { type FigureId, figureIds, figureOf, type FigurePart, type FigureValue } from '@watchcase/api';
import { cents } from './cost-of-work.ts';
import type { CaseFacts } from './facts-of-case.ts';
import { figureRules } from './figure-rules.ts';

/** What each of some figures comes to, over the facts of cases (pure). */
export function figuresOf(cases: readonly CaseFacts[], ids: readonly FigureId[] = figureIds): FigureValue[] {
  return ids.map((id) => valueOf(id, cases));
}

/** Whether a figure counts a case in that part of it (pure). */
export function isIn(id: FigureId, part: FigurePart, facts: CaseFacts): boolean {
  const { counts, of = counts } = figureRules[id];
  if (part === 'counted') return counts(facts);
  return of(facts) && (part === 'of' || !counts(facts));
}

function valueOf(id: FigureId, cases: readonly CaseFacts[]): FigureValue {
  const { counts, of, measure } = figureRules[id];
  const { shape } = figureOf(id);
  const counted = cases.filter(counts);
  const whole = of === undefined ? null : cases.filter(of).length;
  const measured = measure === undefined ? [] : counted.map(measure).toSorted((a, b) => a - b);
  const sum = measured.reduce((all, one) => all + one, 0);
  const values: Record<typeof shape, number | null> = {
    count: counted.length,
    share: whole === null || whole === 0 ? null : counted.length / whole,
    time: measured.length === 0 ? null : rounded(sum / measured.length),
    hours: rounded(sum),
    money: null,
  };
  const isTime = shape === 'time' && measured.length > 0;
  return {
    figure: id,
    count: counted.length,
    of: whole,
    value: values[shape],
    median: isTime ? rankAt(measured, 0.5) : null,
    p90: isTime ? rankAt(measured, 0.9) : null,
    money: shape === 'money' ? moneyOf(counted) : [],
  };
}

/** The smallest value that so many of them are not above. */
function rankAt(sorted: readonly number[], part: number): number {
  return rounded(sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function moneyOf(cases: readonly CaseFacts[]): FigureValue['money'] {
  const sums = new Map<string | null, number>();
  for (const { currency, amount } of cases.flatMap(({ cost }) => cost))
    sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount: cents(amount) }))
    .toSorted((a, b) => ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1));
}
