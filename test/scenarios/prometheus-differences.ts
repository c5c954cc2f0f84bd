/**
 * Where rules mean to differ from Prometheus. A name that is in `kept` is allowed for: in the translation to PromQL, or by telling no story of it.
 * The same names stand in docs/rules.md.
 */
export const differences = [
  'four-fifths',
  'left-edge',
  'no-look-back',
  'freeze',
  'steady-rate',
  'infinity',
  'gaps',
  'keep-firing',
  'one-alert',
] as const;

/** One of them. */
export type Difference = (typeof differences)[number];

/** Those that are allowed for. */
export type Kept = ReadonlySet<Difference>;
