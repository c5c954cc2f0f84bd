/** A part of a row, in percent of its width. */
interface DutyPart<T> {
  left: number;
  width: number;
  span: T;
}

/** A day or week of the reader's wall, with what lies in it. */
export interface DutyRow<S, G> {
  /** Unix milliseconds. */
  from: number;
  to: number;
  spans: DutyPart<S>[];
  gaps: DutyPart<G>[];
}

interface Timed {
  from: string;
  to: string;
}

/** When the Monday began on the reader's wall that `at` is in the week of; `weeks` later or before. */
export function weekBegin(at: number, weeks = 0): number {
  const date = new Date(at);
  const sinceMonday = (date.getDay() + 6) % 7;
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - sinceMonday + weeks * 7).getTime();
}

/** Spans and gaps as rows of one week each (pure), every one cut to its row. */
export function dutyWeeks<S extends Timed, G extends Timed>(
  begin: number,
  count: number,
  { spans, gaps }: { spans: readonly S[]; gaps: readonly G[] },
): DutyRow<S, G>[] {
  return Array.from({ length: count }, (_, week) => {
    const [from, to] = [weekBegin(begin, week), weekBegin(begin, week + 1)];
    return { from, to, spans: partsOf(spans, from, to), gaps: partsOf(gaps, from, to) };
  });
}

function partsOf<T extends Timed>(spans: readonly T[], from: number, to: number): DutyPart<T>[] {
  return spans.flatMap((span) => {
    const [begin, end] = [Math.max(from, Date.parse(span.from)), Math.min(to, Date.parse(span.to))];
    if (begin >= end) return [];
    return [{ left: percent(begin - from, to - from), width: percent(end - begin, to - from), span }];
  });
}

function percent(part: number, whole: number): number {
  return Math.round((part / whole) * 10_000) / 100;
}
