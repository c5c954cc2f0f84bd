import type { FigureId, FigureValue } from '@watchcase/api';
import { expect } from 'vitest';

/** What a test has counted of a case by itself, without any part of the product. Minutes. */
export interface CountedCase {
  kind: 'fault' | 'complaint' | 'request' | 'finding';
  fate: 'counted' | 'cancelled' | 'merged';
  isSolved: boolean;
  ack: number | null;
  ackService: number | null;
  resolve: {
    wall: number;
    unpaused: number;
    service: number | null;
    serviceUnpaused: number | null;
  } | null;
  /** By target: kept, missed, or not decided. */
  inside: Record<string, boolean | undefined>;
  isFoundFirst: boolean;
  hasArrival: boolean;
  isReopened: boolean;
  isRecurrence: boolean;
  rating: number | null;
  labour: number;
  travel: number;
}

type Test = (one: CountedCase) => boolean;
const isCounted: Test = ({ fate }) => fate === 'counted';
const isFault: Test = (one) => isCounted(one) && ['fault', 'finding'].includes(one.kind);
const isFixed: Test = (one) => isFault(one) && one.isSolved;
const isComplaint: Test = (one) => isCounted(one) && one.kind === 'complaint';
const kept = (target: string): [Test, Test] => [
  (one) => isCounted(one) && one.inside[target] === true,
  (one) => one.inside[target] === false || (isCounted(one) && one.inside[target] !== undefined),
];
const timed = (of: (one: CountedCase) => number | null | undefined): [Test, undefined, typeof of] => [
  (one) => isCounted(one) && typeof of(one) === 'number',
  undefined,
  of,
];

/** What each figure should count, of how many, and what it measures (minutes). */
export const expectedFigures: Record<
  Exclude<FigureId, 'cost'>,
  readonly [Test, (Test | undefined)?, ((one: CountedCase) => number | null | undefined)?]
> = {
  cases: [isCounted],
  cancelled: [({ fate }) => fate === 'cancelled'],
  merged: [({ fate }) => fate === 'merged'],
  'time-to-acknowledge': timed(({ ack }) => ack),
  'time-to-acknowledge-service': timed(({ ackService }) => ackService),
  'time-to-resolve': timed(({ resolve }) => resolve?.wall),
  'time-to-resolve-unpaused': timed(({ resolve }) => resolve?.unpaused),
  'time-to-resolve-service': timed(({ resolve }) => resolve?.service),
  'time-to-resolve-service-unpaused': timed(({ resolve }) => resolve?.serviceUnpaused),
  'inside-respond': kept('respond'),
  'inside-diagnose': kept('diagnose'),
  'inside-on-site': kept('on-site'),
  'inside-resolve': kept('resolve'),
  'inside-update': kept('update'),
  'found-first': [(one) => isFault(one) && one.isFoundFirst, isFault],
  remote: [(one) => isFixed(one) && !one.hasArrival, isFixed],
  'on-site': [(one) => isFixed(one) && one.hasArrival, isFixed],
  'first-time-fix': [(one) => isFixed(one) && !one.isReopened, isFixed],
  recurrence: [(one) => isFault(one) && one.isRecurrence, isFault],
  satisfaction: [
    (one) => isCounted(one) && (one.rating ?? 0) > 3,
    (one) => isCounted(one) && one.rating !== null,
  ],
  complaints: [isComplaint],
  'complaints-handled': [
    (one) => isComplaint(one) && one.isSolved && one.inside['resolve'] !== false,
    (one) => isComplaint(one) && (one.isSolved || one.inside['resolve'] === false),
  ],
  labour: [({ labour }) => labour > 0, undefined, ({ labour }) => labour],
  travel: [({ travel }) => travel > 0, undefined, ({ travel }) => travel],
};

/** What a figure should come to over some cases, as docs/figures.md says it. */
export function expectedValue(
  id: Exclude<FigureId, 'cost'>,
  cases: readonly CountedCase[],
): Partial<FigureValue> {
  const [counts, of, measure] = expectedFigures[id];
  const counted = cases.filter(counts);
  const whole = of === undefined ? null : cases.filter(of).length;
  const all = counted.map((one) => measure?.(one) ?? 0).toSorted((a, b) => a - b);
  const sum = all.reduce((a, b) => a + b, 0);
  const base = { figure: id, count: counted.length, of: whole, median: null, p90: null, money: [] };
  if (id === 'labour' || id === 'travel') return { ...base, value: near(sum / 60) };
  if (measure === undefined)
    return {
      ...base,
      value: whole === null ? counted.length : whole === 0 ? null : counted.length / whole,
    };
  if (all.length === 0) return { ...base, value: null };
  const at = (part: number) => near((all[Math.ceil(all.length * part) - 1] ?? 0) * 60);
  return { ...base, value: near((sum / all.length) * 60), median: at(0.5), p90: at(0.9) };
}

const near = (value: number) => expect.closeTo(value, 2) as number;
