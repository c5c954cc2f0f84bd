import type { Text } from './text.ts';

/** Which of the dashboard's variables choose the series: those up to and including the one named. */
export type Scope = 'customer' | 'site' | 'host' | 'job' | 'none';

/** What is made of one series over time: within a step for lines, of the whole range (`last`: of its end) for anything else. */
export type Take = 'last' | 'mean' | 'max' | 'min' | 'rate' | 'increase' | 'count' | 'sum';

/** What is made of several series at one moment. */
export type Merge = 'sum' | 'max' | 'min' | 'mean' | 'count';

/**
 * A question to the time-series database, in neither of its languages: first every series by itself (`take`), then together (`merge` to `by`), then `times`,
 * `above` or `below`, and the `top` or `bottom` ones of what is left.
 */
export interface Query {
  /** Measurement and field: in PromQL the metric `measurement_field`. */
  readonly from: string;
  readonly field: string;
  readonly scope: Scope;
  /** Tags with the one value they must have; `!` before it means any other, `~` an expression. */
  readonly where?: Readonly<Record<string, string>>;
  readonly take: Take;
  readonly merge?: Merge;
  /** Tags that are kept: with `merge` one series for each combination, without it the tags to show. */
  readonly by: readonly string[];
  /** Multiplies the result. */
  readonly times?: number;
  /** Adds to the result, after `times`. */
  readonly plus?: number;
  readonly above?: number;
  readonly below?: number;
  readonly top?: number;
  readonly bottom?: number;
  /** How a series is called; the tags of `by` when absent. */
  readonly legend?: Text;
  /** For what the small algebra cannot say: the two texts themselves, `$scope` standing for the chosen customers, sites and hosts. */
  readonly raw?: { readonly promql: string; readonly influxql: string };
}

/** How the answer is drawn: lines over the range, or one value for each series at its end. */
export type Form = 'range' | 'instant';

/** The tags that a scope's variables choose, in their order. */
export function tagsOfScope(scope: Scope): readonly string[] {
  const chain = ['customer', 'site', 'host'];
  if (scope === 'none') return [];
  if (scope === 'job') return [...chain, 'job'];
  return chain.slice(0, chain.indexOf(scope) + 1);
}

/** Where the collector's facts are, there is one value a minute; rates over less than that find nothing. */
export function isFact(from: string): boolean {
  return /^(?:watchcase|process|nodejs)/.test(from);
}
