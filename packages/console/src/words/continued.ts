/** Points of one series: Unix seconds and values, columns of equal length. */
export interface Points {
  times: readonly number[];
  values: readonly (number | null)[];
}

/** What was kept, and after it what has been measured since; where both speak the kept ones count. */
export function continued(kept: Points, since: Points): { times: number[]; values: (number | null)[] } {
  const last = kept.times.at(-1) ?? Number.NEGATIVE_INFINITY;
  const first = since.times.findIndex((time) => time > last);
  if (first === -1) return { times: [...kept.times], values: [...kept.values] };
  return {
    times: [...kept.times, ...since.times.slice(first)],
    values: [...kept.values, ...since.values.slice(first)],
  };
}
