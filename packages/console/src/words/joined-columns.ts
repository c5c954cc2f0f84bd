/** Columns of a chart: Unix seconds in order, and lines of as many values. */
export interface Columns {
  times: readonly number[];
  lines: readonly (readonly (number | null)[])[];
}

/**
 * Lines of several answers over one axis (pure): every moment of each. Between two moments of its own a line goes on with the value before, for `reachSeconds` at most,
 * so that what was measured at other seconds is a line all the same, and a gap is a gap.
 */
export function joinedColumns(all: readonly Columns[], reachSeconds: number): Columns {
  const times = [...new Set(all.flatMap((one) => one.times))].toSorted((a, b) => a - b);
  const lines = all.flatMap((one) =>
    one.lines.map((values) => spread(one.times, values, { times, reachSeconds })),
  );
  return { times, lines };
}

function spread(
  own: readonly number[],
  values: readonly (number | null)[],
  { times, reachSeconds }: { times: readonly number[]; reachSeconds: number },
): (number | null)[] {
  let at = -1;
  return times.map((time) => {
    while (at + 1 < own.length && (own[at + 1] ?? 0) <= time) at++;
    const isNear = at >= 0 && time - (own[at] ?? 0) <= reachSeconds;
    return isNear ? (values[at] ?? null) : null;
  });
}
