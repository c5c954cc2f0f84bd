import type { Columns } from './joined-columns.ts';

/** What was read before, from `fromSeconds` on, and after it what has been measured since (pure); lines stand in the same order in both. */
export function continuedColumns(kept: Columns, since: Columns, fromSeconds: number): Columns {
  const last = kept.times.at(-1) ?? Number.NEGATIVE_INFINITY;
  const first = kept.times.findIndex((time) => time >= fromSeconds);
  const cut = first === -1 ? kept.times.length : first;
  const fresh = since.times.findIndex((time) => time > last);
  const from = fresh === -1 ? since.times.length : fresh;
  return {
    times: [...kept.times.slice(cut), ...since.times.slice(from)],
    lines: kept.lines.map((values, at) => [
      ...values.slice(cut),
      ...(since.lines[at] ?? since.times.map(() => null)).slice(from),
    ]),
  };
}
