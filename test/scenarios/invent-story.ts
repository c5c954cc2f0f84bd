import type { Kept } from './prometheus-differences.ts';
import {
  type Comparison,
  type Condition,
  INTERVAL_S,
  type RuleStory,
  type Term,
  termsOf,
} from './rule-story.ts';

/** Samples of one story: twelve minutes. */
export const STEPS = 48;

type Random = () => number;

/** One comparison, and what `recover` needs to undo it. */
interface Plain {
  when: Condition;
  left: Term;
  limit: Limit;
}

interface Limit {
  value: number;
  levels: boolean;
}

/** Makes up a rule and readings that fit it, the same for the same numbers. */
export function inventStory(id: string, random: Random, kept: Kept): RuleStory {
  const leveled = random() < 0.3;
  const first = comparisonOf(random, leveled);
  const nulls = random() < 0.4;
  let when = grown(random, first.when, leveled);
  const terms = termsOf(when);
  // A window is unknown at first, beside something that is known already.
  const opens = when !== first.when && terms.some((term) => term.kind === 'window');
  const rates = terms.some((term) => term.kind === 'rate');
  const divides = terms.some((term) => term.kind === 'join' && term.op === '/');
  const unknowns = rates || divides || nulls || opens;
  // The parts of one alert stand still together: only where all its levels become unknown together can Prometheus' separate ones follow.
  if (leveled && unknowns) when = first.when;
  const recover: Condition | null = random() < 0.35 ? recoverOf(first) : null;
  // In the ice `for` runs out with Prometheus, which then holds by `recover` what never fired here; and a window opens later than a gap begins.
  const forIsZero = (unknowns && recover !== null) || (opens && kept.has('gaps'));
  const mayKeep = !kept.has('keep-firing') || (!unknowns && !leveled);
  return {
    id,
    series: seriesOf(random, {
      nulls: nulls && !rates && !divides,
      longestNull: kept.has('gaps') ? 2 : 5,
      divides,
    }),
    when,
    recover,
    forS: forIsZero ? 0 : pick(random, [0, 0, 15, 30, 60]),
    keepFiringS: mayKeep ? pick(random, [0, 0, 15, 30, 45]) : 0,
    levels: levelsOf(first.limit),
  };
}

function grown(random: Random, first: Condition, leveled: boolean): Condition {
  let when = first;
  if (random() < 0.35) {
    const second = comparisonOf(random, false).when;
    when = { kind: random() < 0.5 ? 'and' : 'or', left: when, right: second };
  }
  return !leveled && random() < 0.1 ? { kind: 'not', of: when } : when;
}

function comparisonOf(random: Random, levels: boolean): Plain {
  const [left, value] = numberOf(random);
  const op: Comparison = levels
    ? pick(random, ['>', '>='])
    : pick(random, ['>', '>', '>=', '<', '<=', '==', '!=']);
  const rising: Comparison = left.kind === 'series' || levels ? op : pick(random, ['>', '>=', '<', '<=']);
  const right: Term = levels ? { kind: 'level', less: 0 } : { kind: 'number', value };
  return {
    when: { kind: 'compare', op: rising, left, right },
    left,
    limit: { value, levels },
  };
}

function recoverOf({ left, limit }: Plain): Condition {
  const right: Term = limit.levels
    ? { kind: 'level', less: 1 }
    : { kind: 'number', value: Math.round((limit.value - 1) * 100) / 100 };
  return { kind: 'compare', op: '<', left, right };
}

function levelsOf({ value, levels }: Limit): RuleStory['levels'] {
  if (!levels) return [{ severity: 'major', value: Number.NaN }];
  return [
    { severity: 'minor', value },
    { severity: 'critical', value: value + 2 },
  ];
}

/** A number and what to compare it with: means never meet their limit, so that the last digit decides nothing. */
function numberOf(random: Random): [Term, number] {
  const a: Term = { kind: 'series', name: 'a' };
  const b: Term = { kind: 'series', name: 'b' };
  const whole = 3 + Math.floor(random() * 4);
  const lengthS = pick(random, [45, 60, 75, 120, 300]);
  const choices: (() => [Term, number])[] = [
    () => [a, whole],
    () => [a, whole],
    () => [{ kind: 'window', of: 'avg', name: 'a', lengthS }, whole + 0.37],
    () => [{ kind: 'window', of: 'min', name: 'a', lengthS }, whole - 2],
    () => [{ kind: 'window', of: 'max', name: 'a', lengthS }, whole + 2],
    () => [{ kind: 'rate', lengthS: null }, 1.37],
    () => [{ kind: 'rate', lengthS }, 1.37],
    () => [{ kind: 'join', op: pick(random, ['+', '-', '*']), left: a, right: b }, whole],
    () => [{ kind: 'join', op: '/', left: a, right: b }, whole - 1.63],
    () => [{ kind: 'abs', of: { kind: 'join', op: '-', left: a, right: b } }, whole - 1],
  ];
  return pick(random, choices)();
}

function seriesOf(
  random: Random,
  { nulls, longestNull, divides }: { nulls: boolean; longestNull: number; divides: boolean },
): RuleStory['series'] {
  const a = gauge(random, 11);
  // Two zeros never follow each other where they divide: what is unknown for long is a gap.
  const b = gauge(random, 5).map((value, i, all) => (divides && value === 0 && all[i - 1] === 0 ? 2 : value));
  const present = nulls ? presence(random, longestNull) : [];
  const masked = (values: number[]) => values.map((value, i) => (present[i] === false ? null : value));
  return { a: masked(a), b: masked(b), c: counter(random) };
}

function gauge(random: Random, below: number): number[] {
  let value = 0;
  return Array.from({ length: STEPS }, () => {
    if (random() < 0.35) value = Math.floor(random() * below);
    return value;
  });
}

/** Falls now and then, never twice within three samples. */
function counter(random: Random): number[] {
  let [value, fellAt, speed] = [100, 0, 0];
  return Array.from({ length: STEPS }, (_, i) => {
    if (random() < 0.3) speed = Math.floor(random() * 3 * INTERVAL_S);
    if (random() < 0.1 && i - fellAt > 3 && value > 0) {
      fellAt = i;
      value = Math.floor(random() * value);
    } else value += speed;
    return value;
  });
}

function presence(random: Random, longestNull: number): boolean[] {
  const present = [true];
  while (present.length < STEPS) {
    const missing = random() < 0.2 ? 1 + Math.floor(random() * longestNull) : 0;
    present.push(...Array.from({ length: missing }, () => false), true);
  }
  return present.slice(0, STEPS);
}

function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}
