import type { Severity } from '@watchcase/api';

/** Seconds between samples, and between evaluations of Prometheus. */
export const INTERVAL_S = 15;

/** Two gauges and a counter, of the measurement `app`. */
export type SeriesName = 'a' | 'b' | 'c';

/** A number. */
export type Term =
  | { kind: 'series'; name: SeriesName }
  | { kind: 'window'; of: 'avg' | 'min' | 'max'; name: SeriesName; lengthS: number }
  /** Of `c`; without a length over the last two samples. */
  | { kind: 'rate'; lengthS: number | null }
  | { kind: 'join'; op: '+' | '-' | '*' | '/'; left: Term; right: Term }
  | { kind: 'abs'; of: Term }
  | { kind: 'number'; value: number }
  /** The level's value, less so much. */
  | { kind: 'level'; less: number };

/** How two numbers are compared. */
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** Something that is true, false or unknown. */
export type Condition =
  | { kind: 'compare'; op: Comparison; left: Term; right: Term }
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition };

/** A rule and what a host measured, one value per interval; null where it measured nothing. */
export interface RuleStory {
  /** Unique, lower case: a rule's id and the beginning of an alert's name. */
  id: string;
  series: Readonly<Record<SeriesName, readonly (number | null)[]>>;
  when: Condition;
  recover: Condition | null;
  forS: number;
  keepFiringS: number;
  /** Least severe first; one level of NaN in a rule without levels. */
  levels: readonly { severity: Severity; value: number }[];
}

/** Every number in a condition. */
export function termsOf(condition: Condition): Term[] {
  switch (condition.kind) {
    case 'compare':
      return [...partsOf(condition.left), ...partsOf(condition.right)];
    case 'not':
      return termsOf(condition.of);
    default:
      return [...termsOf(condition.left), ...termsOf(condition.right)];
  }
}

function partsOf(term: Term): Term[] {
  if (term.kind === 'join') return [term, ...partsOf(term.left), ...partsOf(term.right)];
  return term.kind === 'abs' ? [term, ...partsOf(term.of)] : [term];
}
