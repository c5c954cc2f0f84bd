import type { JobFacts } from '../facts.ts';
import { copyTime } from '../judge-runs.ts';

/** From a moment on a restore would bring back data of another. */
export interface RestorePoint {
  at: number;
  /** When the data is from. */
  of: number;
}

/** What could be restored from when on, in the order of the moments (pure): where tools tell of copies these count, else runs. */
export function restorePoints({
  runs,
  snapshots,
  locations,
}: Pick<JobFacts, 'runs' | 'snapshots' | 'locations'>): RestorePoint[] {
  const copies = [
    ...snapshots,
    ...locations.flatMap(({ newest, at }) => (newest === null ? [] : [{ ...newest, at }])),
  ];
  const points =
    locations.length > 0
      ? copies
          .filter(({ complete }) => complete !== 'no')
          .map((one) => {
            const at = copyTime(one, one.at) ?? one.at;
            return { at, of: Math.min(one.startedAt ?? at, at) };
          })
      : runs
          .filter(({ outcome }) => outcome === 'success' || outcome === 'warnings')
          .map(({ startedAt, endedAt }) => ({ at: endedAt, of: Math.min(startedAt ?? endedAt, endedAt) }));
  return points.toSorted((a, b) => a.at - b.at);
}

/** The most that a restore would have lost at any moment of a span, milliseconds (pure): just before something new came, or at its end. Null for a span before `since`, when the job was first heard of. */
export function worstLost(
  points: readonly RestorePoint[],
  since: number,
  { from, to }: { from: number; to: number },
): number | null {
  const begin = Math.max(from, Math.min(since, points[0]?.at ?? since));
  if (begin >= to) return null;
  let [best, worst] = [Math.min(since, points[0]?.of ?? since), 0];
  for (const { at, of } of points) {
    if (at > to) break;
    if (at > begin) worst = Math.max(worst, at - best);
    best = Math.max(best, of);
  }
  return Math.max(worst, to - best);
}
