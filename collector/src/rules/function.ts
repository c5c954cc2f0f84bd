/**
 * Samples of one series, oldest first; times in Unix milliseconds, values in the series' base unit. Those inside the window begin at `from`: a long window is looked at with
 * every reading, and is not copied for it. Of no use once the next sample has come.
 */
export interface WindowSamples {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly from: number;
}

interface Named {
  /** Name in rules; equal to the file's name. */
  name: string;
  /** One sentence for the language reference. */
  summary: string;
}

/** A function over the recent samples of one series: `name(series, 5m)`. */
export interface WindowFunction extends Named {
  parameters: 'window';
  /** `same` keeps the series' unit, `perSecond` divides it by time, `plain` has none. */
  result: 'same' | 'perSecond' | 'plain';
  /** True when `name(series)` without a length means the last two samples. */
  lengthOptional: boolean;
  /** Gets at least one sample; NaN = no value. */
  apply(samples: WindowSamples): number;
}

/** A function of numbers: `name(a, b)`. */
export interface ScalarFunction extends Named {
  parameters: { count: number };
  /** All numbers must have one unit, which the result has too. */
  result: 'same';
  apply(...numbers: number[]): number;
}

export type RuleFunction = WindowFunction | ScalarFunction;

/** Gives a rule function its types. */
export function defineFunction<F extends RuleFunction>(definition: F): F {
  return definition;
}
