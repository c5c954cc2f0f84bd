/** Columns of equal length for a chart: Unix seconds, and one column of values per series; null = no sample. */
export interface Columns {
  stepSeconds: number;
  times: number[];
  series: { key: string; unit: string; values: (number | null)[] }[];
}

/** One sample of one series. */
export interface Sample {
  timeMs: number;
  value: number;
}

/** Averages samples into at most `points` equal buckets between two moments (pure). Buckets without any sample of any series are left out. */
export function toColumns(
  series: readonly { key: string; unit: string; samples: readonly Sample[] }[],
  span: { fromMs: number; toMs: number; points: number; leastMs: number },
): Columns {
  const stepMs = Math.max(span.leastMs, Math.ceil((span.toMs - span.fromMs) / (span.points - 1)), 1);
  const buckets = new Map<number, Map<string, { sum: number; count: number }>>();
  for (const { key, samples } of series) {
    for (const { timeMs, value } of samples) {
      const start = Math.floor(timeMs / stepMs) * stepMs;
      const bucket = buckets.get(start) ?? new Map<string, { sum: number; count: number }>();
      buckets.set(start, bucket);
      const cell = bucket.get(key) ?? { sum: 0, count: 0 };
      bucket.set(key, { sum: cell.sum + value, count: cell.count + 1 });
    }
  }
  const starts = [...buckets.keys()].sort((a, b) => a - b);
  return {
    stepSeconds: stepMs / 1000,
    times: starts.map((start) => start / 1000),
    series: series.map(({ key, unit }) => ({
      key,
      unit,
      values: starts.map((start) => {
        const cell = buckets.get(start)?.get(key);
        return cell === undefined ? null : cell.sum / cell.count;
      }),
    })),
  };
}
