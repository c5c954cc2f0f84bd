/**
 * Growth per second of a counter. The first point has no rate; neither has one after a gap, nor one where the counter fell (it began anew).
 * `times` in Unix seconds, both columns of equal length.
 */
export function ratesOf(times: readonly number[], values: readonly (number | null)[]): (number | null)[] {
  return values.map((value, i) => {
    const before = values[i - 1];
    const span = (times[i] ?? 0) - (times[i - 1] ?? 0);
    if (value === null || before === null || before === undefined || span <= 0 || value < before) return null;
    return (value - before) / span;
  });
}

/** The unit of a counter's growth. */
export function rateUnit(unit: string): string {
  return unit === 'bytes' ? 'bytes/s' : unit === 'count' ? 'count/s' : 'none';
}
