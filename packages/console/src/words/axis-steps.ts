const EXPONENTS = { from: -6, to: 12 };

/** One, two and five times each power of ten. */
const decimal = Array.from({ length: EXPONENTS.to - EXPONENTS.from }, (_, at) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${EXPONENTS.from + at}`)),
).flat();

const binary = Array.from({ length: 60 }, (_, exponent) => 2 ** exponent);

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/** Of spans in seconds: such that a dozen of them, each said in the unit of its size, are round. */
const spans = [
  ...decimal.filter((step) => step <= 10),
  30,
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 12].map((hours) => hours * HOUR),
  ...decimal.filter((days) => days >= 1).map((days) => days * DAY),
];

/** By how much the marks of an axis may differ, the least first (pure): round in what `quantityText` says of values in `unit`. */
export function axisSteps(unit: string): readonly number[] {
  if (unit.startsWith('bytes')) return binary;
  if (unit === 'seconds') return spans;
  if (unit === 'milliseconds') return spans.map((step) => rounded(step * 1000));
  if (unit === 'nanoseconds') return spans.map((step) => rounded(step * 1e9));
  return decimal;
}

/** Without what multiplying adds far behind the point. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
